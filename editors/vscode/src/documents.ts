// Which documents are drafts.

import type { TextDocumentFilter } from "vscode-languageclient/node";
import * as vscode from "vscode";

/** Files, and documents that were never saved. */
const SCHEMES = ["file", "untitled"];

/** The languages of VS Code, and of other extensions, that drafts and their templates are written in. */
const LANGUAGES = [
  "mail",
  "markdown",
  "plaintext",
  "html",
  "mjml",
  "handlebars",
  "mustache",
  "liquid",
  "jinja",
  "jinja-html",
  "jinja-md",
  "django-html",
  "django-txt",
  "nunjucks",
  "twig",
  "erb",
  "html.erb",
  "ejs",
  "gotmpl",
  "gohtml",
];

/** Files that are drafts whatever language VS Code takes them for; the last is the settings. */
const PATTERNS = [
  "**/*.{eml,mjml}",
  "**/*.{j2,jinja,jinja2,njk,twig,liquid,hbs,handlebars,mustache,erb,ejs,tmpl,gotmpl,gohtml}",
  "**/{presend,.presend}.toml",
];

/** What the server is told of. */
export const SELECTOR: TextDocumentFilter[] = [
  ...SCHEMES.flatMap((scheme) => LANGUAGES.map((language) => ({ scheme, language }))),
  ...PATTERNS.map((pattern) => ({ scheme: "file", pattern })),
];

/** Whether the server is told of this document. */
export function isDraft(document: vscode.TextDocument): boolean {
  return vscode.languages.match(SELECTOR as vscode.DocumentSelector, document) > 0;
}
