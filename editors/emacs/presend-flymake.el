;;; presend-flymake.el --- Check drafts by presend, with flymake alone  -*- lexical-binding: t; -*-

;; Package-Requires: ((emacs "27.1"))
;; SPDX-License-Identifier: MIT OR Apache-2.0

;;; Commentary:

;; For those who don't use eglot:
;;
;;   (require 'presend-flymake)
;;   (add-hook 'message-mode-hook #'presend-flymake-setup)

;;; Code:

(require 'flymake)

(defgroup presend nil
  "What would come back as a question, told before a draft is sent."
  :group 'text)

(defcustom presend-program "presend"
  "The program presend."
  :type 'string)

(defvar-local presend-flymake--process nil
  "The check that runs for this buffer, if one does.")

;;;###autoload
(defun presend-flymake-setup ()
  "Check this buffer by presend, while it is written."
  (setq-local flymake-diagnostic-functions (cons #'presend-flymake (presend-flymake--others)))
  (flymake-mode 1))

(defun presend-flymake--others ()
  "What else checks this buffer.
The one that Emacs starts with is for programs, and would warn that it
can't check a draft."
  (seq-difference (seq-uniq (append flymake-diagnostic-functions
                                    (default-value 'flymake-diagnostic-functions)))
                  '(t presend-flymake flymake-proc-legacy-flymake)))

(defun presend-flymake--name ()
  "The name that says which kind of draft this buffer is."
  (cond ((derived-mode-p 'message-mode 'mail-mode) "draft.eml")
        (buffer-file-name (file-name-nondirectory buffer-file-name))
        ((derived-mode-p 'markdown-mode) "draft.md")
        (t "draft.txt")))

(defun presend-flymake--type (level)
  "The type of diagnostic that a finding of LEVEL is."
  (pcase level ("error" :error) ("warning" :warning) (_ :note)))

(defun presend-flymake--diagnostic (buffer finding)
  "What flymake shows in BUFFER of FINDING.
Presend counts bytes from 0, and so does Emacs, from 1."
  (flymake-make-diagnostic
   buffer
   (byte-to-position (1+ (gethash "start" finding)))
   (byte-to-position (1+ (gethash "end" finding)))
   (presend-flymake--type (gethash "level" finding))
   (format "%s (%s)" (gethash "text" finding) (gethash "rule" finding))))

(defun presend-flymake--report (buffer output report)
  "Hand REPORT what the buffer OUTPUT says of BUFFER."
  (with-current-buffer buffer
    (save-restriction
      (widen)
      (let* ((drafts (with-current-buffer output
                       (goto-char (point-min))
                       (json-parse-buffer)))
             (findings (gethash "diagnostics" (aref drafts 0))))
        (funcall report (mapcar (lambda (finding) (presend-flymake--diagnostic buffer finding))
                                findings))))))

(defun presend-flymake (report &rest _)
  "Check this buffer, and hand what is found to REPORT."
  (unless (executable-find presend-program)
    (error "The program “%s” was not found" presend-program))
  (when (process-live-p presend-flymake--process)
    (kill-process presend-flymake--process))
  (let ((buffer (current-buffer))
        (output (generate-new-buffer " *presend*" t))
        (coding-system-for-write 'utf-8-unix)
        (coding-system-for-read 'utf-8-unix))
    (setq presend-flymake--process
          (make-process
           :name "presend" :noquery t :connection-type 'pipe :buffer output
           :command (list presend-program "check" "--output-format" "json" "--exit-zero"
                          "--stdin-filename" (presend-flymake--name) "-")
           :sentinel
           (lambda (process _)
             (unless (process-live-p process)
               (unwind-protect
                   ;; A buffer that is gone, or was checked again, wants no answer.
                   (when (and (buffer-live-p buffer)
                              (eq process (buffer-local-value 'presend-flymake--process buffer)))
                     (if (zerop (process-exit-status process))
                         (presend-flymake--report buffer output report)
                       (funcall report :panic
                                :explanation (with-current-buffer output (buffer-string)))))
                 (kill-buffer output))))))
    (save-restriction
      (widen)
      (process-send-region presend-flymake--process (point-min) (point-max)))
    (process-send-eof presend-flymake--process)))

;;;###autoload
(defun presend-flymake-fix ()
  "Mend in this buffer all that is safe."
  (interactive)
  (let ((buffer (current-buffer))
        (name (presend-flymake--name))
        (coding-system-for-write 'utf-8-unix)
        (coding-system-for-read 'utf-8-unix))
    (with-temp-buffer
      (let ((mended (current-buffer)))
        (with-current-buffer buffer
          (save-restriction
            (widen)
            (unless (zerop (call-process-region nil nil presend-program nil (list mended nil) nil
                                                "check" "--exit-zero" "--stdin-filename" name
                                                "--fix" "-"))
              (user-error "%s could not mend the draft" presend-program))
            (replace-buffer-contents mended)))))))

(provide 'presend-flymake)
;;; presend-flymake.el ends here
