//! What is true of every template that is filled with sample data.

use presend::draft::Dialect;
use presend::parse::template_tags;
use presend::render::{Sample, render};
use proptest::prelude::*;
use serde_json::json;

const ENGINES: [Dialect; 3] = [Dialect::Jinja, Dialect::Liquid, Dialect::Handlebars];

/// Pieces that templates of all three dialects are made of, whole and broken.
const PIECES: [&str; 38] = [
    "Dear ",
    "{{ name }}",
    "{{- name -}}",
    "{{~name~}}",
    "{{{name}}}",
    ", please send it by Friday.\n",
    "\n",
    "  ",
    "ünï 🙂 ",
    "{% if late %}",
    "{% else %}",
    "{% endif %}",
    "{%- if nobody -%}",
    "{% for item in items %}",
    "{% endfor %}",
    "{{ item.t }}",
    "{{#if late}}",
    "{{else}}",
    "{{/if}}",
    "{{#each items}}",
    "{{/each}}",
    "{{this.t}}",
    "{{#items}}",
    "{{/items}}",
    "{{! note }}",
    "{# note #}",
    "{% comment %}",
    "{% endcomment %}",
    "{% raw %}",
    "{% endraw %}",
    "{{ name | upcase }}",
    "{{ name | upper }}",
    "{% assign x = name %}",
    "{% set x %}",
    "{% endset %}",
    "{{",
    "%}",
    "{{ missing.at.all }}",
];

fn template() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..14).prop_map(|pieces| pieces.concat())
}

fn sample() -> Sample {
    let data = json!({"name": "Ana", "late": true, "items": [{"t": "one"}, {"t": "two"}, {}]});
    Sample { data, now: "2026-06-02 10:00:00 +0200".to_owned(), ..Sample::default() }
}

fn holds_for(template: &str, dialect: Dialect, is_html: bool) {
    match render(template, dialect, template_tags, is_html, &sample()).expect("all three are rendered") {
        Err(problem) => {
            assert!(template.get(problem.span.range()).is_some(), "{dialect:?} {template:?}: {problem:?}");
            assert!(!problem.text.is_empty() && !problem.text.contains('\n'), "{problem:?}");
        }
        Ok(rendering) => {
            assert!(rendering.missing.iter().all(|missing| template.get(missing.span.range()).is_some()));
            let Some(origins) = rendering.origins else { return };
            assert_eq!(origins.len(), rendering.text.len());
            for (at, c) in rendering.text.char_indices() {
                let range = at..at + c.len_utf8();
                let words = template.get(origins.cover(range.clone()).range());
                assert!(words.is_some(), "{dialect:?} {template:?} {range:?}");
                if let Some(span) = origins.verbatim(range.clone()) {
                    assert_eq!(&template[span.range()], &rendering.text[range]);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_of_what_is_rendered_leads_back_into_the_template(
        template in template(), dialect in prop::sample::select(&ENGINES[..]), is_html in any::<bool>()
    ) {
        holds_for(&template, dialect, is_html);
    }

    #[test]
    fn any_text_is_rendered_or_refused(text in "\\PC{0,100}", dialect in prop::sample::select(&ENGINES[..])) {
        holds_for(&text, dialect, true);
    }
}
