;; Checks a message before message-mode sends it, and so for Gnus, mu4e and notmuch.  -*- lexical-binding: t -*-

(require 'subr-x)

(defvar presend-program "presend"
  "The command presend.")

(defconst presend--own-fields "^X-Presend\\(-Ignore\\)?[ \t]*:"
  "The fields of a header that speak to presend, and are not sent.")

(defvar message-ignored-mail-headers)
(defvar message-ignored-news-headers)
(defvar mml-confirmation-set)
(defvar mml-encrypt-alist)
(defvar mml-sign-alist)
(declare-function mail-encode-encoded-word-buffer "mail-parse")
(declare-function message-clone-locals "message")
(declare-function message-encode-message-body "message")
(declare-function message-generate-headers "message")
(declare-function message-narrow-to-headers "message")
(declare-function mml-buffer-substring-no-properties-except-some "mml")

(defun presend-guard ()
  "Check this message; signal an error where it is held, ask where it has findings.
Where it could not be checked, the setting `on-failure' says what becomes of it."
  (presend--leave-out-own-fields)
  (when (get-buffer "*presend*")
    (quit-windows-on "*presend*" t))
  (pcase-let ((`(,code . ,told) (condition-case problem (presend--check)
                                  (error (cons nil (error-message-string problem))))))
    (pcase code
      (0 (unless (string-empty-p told) (message "%s" told)))
      (1 (unless (or noninteractive (presend--send-anyway-p told))
           (error "Not sent")))
      ((or 65 75) (presend--hold told))
      (_ (let ((told (format "presend: not checked: %s %s" (or code "") told)))
           (if (presend--holds-on-failure-p) (presend--hold told) (message "%s" told)))))))

(defun presend--leave-out-own-fields ()
  "Let this message be sent without the fields for presend; the draft keeps them."
  (dolist (ignored '(message-ignored-mail-headers message-ignored-news-headers))
    (unless (string-prefix-p presend--own-fields (symbol-value ignored))
      (set (make-local-variable ignored) (concat presend--own-fields "\\|" (symbol-value ignored))))))

(defun presend--check ()
  "Let presend check this message: its exit code and what it told."
  (let ((draft (current-buffer))
        (output (generate-new-buffer " *presend output*")))
    (unwind-protect
        (with-temp-buffer
          (presend--insert-message draft)
          (let* ((coding-system-for-write 'binary)
                 (coding-system-for-read 'utf-8-unix)
                 ;; The folder of the draft may be gone or far away.
                 (default-directory temporary-file-directory)
                 (code (call-process-region (point-min) (point-max) presend-program nil output nil
                                            "guard" "check")))
            (cons code (with-current-buffer output (string-trim (buffer-string))))))
      (kill-buffer output))))

(defun presend--insert-message (draft)
  "Insert the message that is sent of DRAFT, but neither signed nor encrypted."
  (insert (with-current-buffer draft
            (mml-buffer-substring-no-properties-except-some (point-min) (point-max))))
  (message-clone-locals draft)
  (require 'mml-sec)
  (let ((mml-sign-alist nil)
        (mml-encrypt-alist nil)
        ;; What is to be asked about the letters in it is asked when it is sent.
        (mml-confirmation-set '(unknown-encoding use-ascii multipart)))
    (message-encode-message-body))
  (save-restriction
    (message-narrow-to-headers)
    (message-generate-headers '(From))
    (mail-encode-encoded-word-buffer))
  ;; In a draft this line stands between the header and the text.
  (goto-char (point-min))
  (when (re-search-forward (concat "^" (regexp-quote mail-header-separator) "$") nil t)
    (replace-match "")))

(defun presend--hold (told)
  "Signal that the message is held, as TOLD, unless the author sends it anyway."
  (if noninteractive
      (error "Not sent: %s" told)
    (unless (presend--send-anyway-p told)
      (error "Not sent"))))

(defun presend--send-anyway-p (told)
  "Show what was TOLD, and ask whether the message is sent anyway.
If not, it stays shown."
  (with-current-buffer (get-buffer-create "*presend*")
    (let ((inhibit-read-only t))
      (erase-buffer)
      (insert told "\n")
      (goto-char (point-min)))
    (special-mode))
  (let ((window (display-buffer "*presend*" '((display-buffer-below-selected display-buffer-pop-up-window)
                                              (window-height . fit-window-to-buffer)))))
    (when (yes-or-no-p "Send anyway? ")
      (when (window-live-p window)
        (quit-window t window))
      t)))

(defun presend--holds-on-failure-p ()
  "Whether the person's settings hold a message that could not be checked.
They are read here, since presend is what failed."
  (let* ((folder (getenv "XDG_CONFIG_HOME"))
         (folder (if (and folder (file-name-absolute-p folder)) folder "~/.config"))
         (file (expand-file-name "presend/presend.toml" folder)))
    (and (file-readable-p file)
         (with-temp-buffer
           (insert-file-contents file)
           (re-search-forward "^[^#\n]*\\bon-failure[\"']?[ \t]*=[ \t]*[\"']hold[\"']" nil t)))))

(add-hook 'message-send-hook #'presend-guard)
