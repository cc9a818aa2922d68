;; Checks a message before message-mode sends it, and so for Gnus, mu4e and notmuch.  -*- lexical-binding: t -*-

(defvar presend-program "presend"
  "The command presend.")

(defun presend-guard ()
  "Check this message; signal an error where it is held, ask where it has findings.
What goes wrong with the check itself is told, and the message is sent."
  (let ((draft (current-buffer))
        (output (generate-new-buffer " *presend*")))
    (unwind-protect
        (let* ((code (with-temp-buffer
                       (insert-buffer-substring-no-properties draft)
                       (goto-char (point-min))
                       ;; In a draft this line stands between the header and the text.
                       (when (re-search-forward (concat "^" (regexp-quote mail-header-separator) "$") nil t)
                         (replace-match ""))
                       (let ((coding-system-for-write 'utf-8-unix)
                             (coding-system-for-read 'utf-8-unix))
                         (condition-case problem
                             (call-process-region (point-min) (point-max) presend-program nil output nil
                                                  "guard" "check")
                           (error (message "presend: not checked: %s" (error-message-string problem)) 0)))))
               (told (with-current-buffer output (string-trim (buffer-string)))))
          (pcase code
            (0 (unless (string-empty-p told) (message "%s" told)))
            (1 (unless (or noninteractive (yes-or-no-p (concat told "\nSend anyway? ")))
                 (error "Not sent")))
            ((or 65 75)
             (if noninteractive
                 (error "Not sent: %s" told)
               (unless (yes-or-no-p (concat told "\nSend anyway? "))
                 (error "Not sent"))))
            (_ (message "presend: not checked: %s %s" code told))))
      (kill-buffer output))))

(add-hook 'message-send-hook #'presend-guard)
