/// The language of the tags in a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Dialect {
    /// Jinja, Django, Nunjucks, Twig: `{{ name }}`, `{% if name %}`, `{# note #}`.
    Jinja,
    /// Liquid: as Jinja, with `{% assign %}` and `{{ name | default: "there" }}`.
    Liquid,
    /// Handlebars and Mustache: `{{name}}`, `{{#if name}}`, `{{> footer}}`.
    Handlebars,
    /// ERB, Ruby in `<% %>`.
    Erb,
    /// EJS, JavaScript in `<% %>`.
    Ejs,
    /// Go's text/template: `{{ .Name }}`, `{{ if .Name }}…{{ end }}`.
    Go,
    /// Mailchimp merge tags: `*|FNAME|*`, `*|IF:FNAME|*`.
    Mailchimp,
    /// Salesforce merge fields: `{!Contact.FirstName}`, `{{{Recipient.Name}}}`.
    Salesforce,
    /// MJML without tags of another dialect.
    Mjml,
}

impl Dialect {
    /// All dialects.
    pub const ALL: [Dialect; 9] = [
        Dialect::Jinja,
        Dialect::Liquid,
        Dialect::Handlebars,
        Dialect::Erb,
        Dialect::Ejs,
        Dialect::Go,
        Dialect::Mailchimp,
        Dialect::Salesforce,
        Dialect::Mjml,
    ];

    /// The name in settings and reports.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Jinja => "jinja",
            Dialect::Liquid => "liquid",
            Dialect::Handlebars => "handlebars",
            Dialect::Erb => "erb",
            Dialect::Ejs => "ejs",
            Dialect::Go => "go",
            Dialect::Mailchimp => "mailchimp",
            Dialect::Salesforce => "salesforce",
            Dialect::Mjml => "mjml",
        }
    }

    /// The dialect of this name in settings; those that share a syntax share a dialect.
    pub fn named(name: &str) -> Option<Dialect> {
        match name {
            "django" | "nunjucks" | "twig" => Some(Dialect::Jinja),
            "mustache" => Some(Dialect::Handlebars),
            _ => Dialect::ALL.into_iter().find(|dialect| dialect.name() == name),
        }
    }

    /// Its name as people write it.
    pub fn title(self) -> &'static str {
        match self {
            Dialect::Jinja => "Jinja",
            Dialect::Liquid => "Liquid",
            Dialect::Handlebars => "Handlebars",
            Dialect::Erb => "ERB",
            Dialect::Ejs => "EJS",
            Dialect::Go => "Go template",
            Dialect::Mailchimp => "Mailchimp",
            Dialect::Salesforce => "Salesforce",
            Dialect::Mjml => "MJML",
        }
    }
}
