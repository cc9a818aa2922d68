use serde_json::json;

use super::*;
use crate::parse::template_tags;

fn sample(data: Value) -> Sample {
    Sample { data, now: "2026-06-02 10:00:00 +0200".to_owned(), ..Sample::default() }
}

fn rendered(template: &str, dialect: Dialect, data: Value) -> Rendering {
    render(template, dialect, template_tags, false, &sample(data))
        .unwrap()
        .unwrap_or_else(|problem| panic!("{template}: {problem:?}"))
}

fn problem(template: &str, dialect: Dialect, data: Value) -> (String, String) {
    let problem = render(template, dialect, template_tags, false, &sample(data)).unwrap().unwrap_err();
    (template[problem.span.range()].to_owned(), problem.text)
}

const ENGINES: [Dialect; 3] = [Dialect::Jinja, Dialect::Liquid, Dialect::Handlebars];

#[test]
fn words_lead_back_to_the_template() {
    for dialect in ENGINES {
        let template = "Hi {{ user.name }},\n\nplease send {{ thing }} soon.";
        let rendering = rendered(template, dialect, json!({"user": {"name": "Ana"}, "thing": "the keys"}));
        assert_eq!(rendering.text, "Hi Ana,\n\nplease send the keys soon.");
        let origins = rendering.origins.unwrap();
        let back = |words: &str| {
            let at = rendering.text.find(words).unwrap();
            &template[origins.cover(at..at + words.len()).range()]
        };
        assert_eq!(back("please send"), "please send", "{dialect:?}");
        assert_eq!(back("Ana"), "{{ user.name }}");
        assert_eq!(back("the keys soon"), "{{ thing }} soon");
        let at = rendering.text.find("soon").unwrap();
        assert_eq!(origins.verbatim(at..at + 4).map(|span| &template[span.range()]), Some("soon"));
        assert_eq!(rendering.missing, []);
    }
}

#[test]
fn loops_and_branches_lead_back_to_where_they_stand() {
    let data = json!({"items": [{"t": "one"}, {"t": "two"}], "late": true});
    let templates = [
        (
            Dialect::Jinja,
            "{% for i in items %}\n- {{ i.t }} thing\n{% endfor %}{% if late %}It is late.{% else %}No.{% endif %}",
        ),
        (
            Dialect::Liquid,
            "{% for i in items %}\n- {{ i.t }} thing\n{% endfor %}{% if late %}It is late.{% else %}No.{% endif %}",
        ),
        (Dialect::Handlebars, "{{#each items}}\n- {{ t }} thing\n{{/each}}{{#if late}}It is late.{{else}}No.{{/if}}"),
    ];
    for (dialect, template) in templates {
        let rendering = rendered(template, dialect, data.clone());
        let origins = rendering.origins.expect("the marks change nothing");
        for words in ["one", "two", "thing", "It is late."] {
            let at = rendering.text.find(words).unwrap();
            let span = origins.cover(at..at + words.len());
            let expected = if words.len() == 3 { "{{ " } else { words };
            assert!(template[span.range()].starts_with(expected), "{dialect:?} {words}: {span:?}");
        }
        let second = rendering.text.rfind("thing").unwrap();
        assert_eq!(&template[origins.cover(second..second + 5).range()], "thing");
    }
}

#[test]
fn white_space_that_tags_take_away_is_gone_in_the_map_too() {
    for (dialect, template) in [
        (Dialect::Jinja, "Dear  {{- name -}}  , hello {%- if x %} yes {%- endif %}!\n"),
        (Dialect::Liquid, "Dear  {{- name -}}  , hello {%- if x %} yes {%- endif %}!\n"),
        (Dialect::Handlebars, "Dear  {{~ name ~}}  , hello {{~#if x}} yes {{~/if}}!\n"),
    ] {
        let rendering = rendered(template, dialect, json!({"name": "Bo", "x": 1}));
        assert!(rendering.text.starts_with("DearBo, hello yes!"), "{:?}", rendering.text);
        let at = rendering.text.find("hello").unwrap();
        assert_eq!(&template[rendering.origins.unwrap().cover(at..at + 5).range()], "hello");
    }
}

#[test]
fn fields_without_a_value_are_missing() {
    let data = json!({"user": {"nick": ""}, "items": [{"t": "a"}, {"u": "b"}]});
    for dialect in ENGINES {
        let template = "Hi {{ user.first_name }} {{ user.nick }} {{ nobody.home.at }}!";
        let rendering = rendered(template, dialect, data.clone());
        let names: Vec<_> = rendering.missing.iter().map(|missing| missing.name.as_str()).collect();
        assert_eq!(names, ["user.first_name", "nobody.home.at"], "{dialect:?}");
        assert_eq!(rendering.text, "Hi   !");
    }
    let loops = "{% for item in items %}{{ item.t }}{{ item.v }}{% endfor %}";
    for dialect in [Dialect::Jinja, Dialect::Liquid] {
        let rendering = rendered(loops, dialect, data.clone());
        let names: Vec<_> = rendering.missing.iter().map(|missing| missing.name.as_str()).collect();
        assert_eq!((names, rendering.text.as_str()), (vec!["item.v"], "a"), "{dialect:?}");
    }
    for (dialect, template) in [
        (Dialect::Jinja, "{{ a | default('you') }}{{ b or 'all' }}{% if c %}c{% endif %}"),
        (Dialect::Liquid, "{{ a | default: 'you' }}{% if b == blank %}all{% endif %}{% if c.d %}c{% endif %}"),
        (Dialect::Handlebars, "{{#if a}}{{a}}{{else}}you{{/if}}{{#unless b}}all{{/unless}}{{#with c}}c{{/with}}"),
    ] {
        let rendering = rendered(template, dialect, json!({}));
        assert_eq!((rendering.text.as_str(), rendering.missing.len()), ("youall", 0), "{dialect:?}");
    }
}

#[test]
fn what_an_engine_refuses_is_told_with_its_place() {
    for (dialect, template, place, text) in [
        (Dialect::Jinja, "Hi {{ name | nonesuch }}", "{{ name | nonesuch }}", "filter nonesuch is unknown"),
        (Dialect::Jinja, "Hi\n{% include 'x' %}", "{% include 'x' %}", "tried to include non-existing template 'x'"),
        (Dialect::Jinja, "Hi\n{% if x %}there", "there", "unexpected end of input, expected end of block"),
        (Dialect::Liquid, "Hi\n{% if x %}there", "", "Unclosed block. {% endif %} tag expected"),
        (Dialect::Liquid, "Hi\n{{ name | nonesuch }}", "{{ name | nonesuch }}", "Unknown filter “nonesuch”"),
        (Dialect::Liquid, "{{ 1 }}\n{{ name | none: 2 }}", "{{ name | none: 2 }}", "Unknown filter “none”"),
        (Dialect::Liquid, "{{ 1 }} {% include 'x' %}", "{% include 'x' %}", "Unknown partial-template “x”"),
        (Dialect::Handlebars, "Hi\n{{#if x}}there", "", "invalid handlebars syntax"),
        (Dialect::Handlebars, "Hi\n{{> nowhere }}", "{{> nowhere }}", "there is no partial “nowhere”"),
        (Dialect::Handlebars, "Hi\n{{ shout name }}", "{{ shout name }}", "there is no helper “shout”"),
    ] {
        let told = problem(template, dialect, json!({"x": 1, "name": "n"}));
        assert_eq!(told, (place.to_owned(), text.to_owned()), "{dialect:?} {template}");
    }
}

#[test]
fn partials_are_included_and_stand_for_their_tag() {
    for (dialect, template) in [
        (Dialect::Jinja, "Start. {% include 'foot' %} End."),
        (Dialect::Liquid, "Start. {% include 'foot' %} End."),
        (Dialect::Handlebars, "Start. {{> foot }} End."),
    ] {
        let partials = [("foot".to_owned(), "Bye {{ name }}.".to_owned())].into();
        let sample = Sample { data: json!({"name": "Bo"}), partials, ..Sample::default() };
        let rendering = render(template, dialect, template_tags, false, &sample).unwrap().unwrap();
        assert_eq!(rendering.text, "Start. Bye Bo. End.");
        let origins = rendering.origins.unwrap();
        assert_eq!(&template[origins.cover(7..14).range()], &template[7..template.len() - 5], "{dialect:?}");
        assert_eq!(&template[origins.cover(15..19).range()], "End.");
    }
}

#[test]
fn fields_without_a_value_in_partials_are_missing_at_the_tag_that_includes_them() {
    for (dialect, tag, template) in [
        (Dialect::Jinja, "{% include 'foot' %}", "{% set own = 1 %}{% if no %}{% include 'not' %}{% endif %}"),
        (Dialect::Liquid, "{% include 'foot' %}", "{% assign own = 1 %}{% if no %}{% include 'not' %}{% endif %}"),
        (Dialect::Handlebars, "{{> foot }}", "{{#if own}}{{/if}}{{#if no}}{{> not }}{{/if}}"),
    ] {
        let template = format!("{template}Hi.\n{tag}");
        let partials = [("foot", "Bye {{ who }} of {{ name }} {{ own }} {{ row }}."), ("not", "{{ never }}")];
        let partials = partials.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
        let data = json!({"name": "Bo", "rows": [{"row": 1}]});
        let rendering =
            render(&template, dialect, template_tags, false, &Sample { data, partials, ..Sample::default() });
        let missing = rendering.unwrap().unwrap().missing;
        let told: Vec<_> =
            missing.iter().map(|m| (&template[m.span.range()], &*m.name, m.partial.as_deref())).collect();
        assert_eq!(told, [(tag, "who", Some("foot"))], "{dialect:?}");
    }
}

#[test]
fn what_an_isolated_partial_of_liquid_does_not_know_is_told_with_its_name() {
    let partials = [("foot".to_owned(), "Bye {{ who }}".to_owned())].into();
    let sample = Sample { data: json!({}), partials, ..Sample::default() };
    let problem =
        render("Hi.\n{% render 'foot' %}", Dialect::Liquid, template_tags, false, &sample).unwrap().unwrap_err();
    assert_eq!((problem.span.start, problem.text.as_str()), (4, "Unknown variable “who” in “foot”"));
}

#[test]
fn a_partial_is_asked_for_holes_once_however_many_include_it() {
    let template = "{% include 'left' %} {% include 'right' %}";
    let partials = [("left", "{% include 'deep' %}"), ("right", "{% include 'deep' %}"), ("deep", "Hi {{ who }}.")];
    let partials = partials.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let sample = Sample { data: json!({}), partials, ..Sample::default() };
    let rendering = render(template, Dialect::Jinja, template_tags, false, &sample).unwrap().unwrap();
    let told: Vec<_> = rendering.missing.iter().map(|missing| (missing.name.as_str(), missing.span.start)).collect();
    assert_eq!((told, rendering.text.as_str()), (vec![("who", 0)], "Hi . Hi ."));
}

#[test]
fn partials_that_double_at_each_step_are_given_up() {
    for (dialect, call) in [
        (Dialect::Jinja, "{% include 'NAME' %}"),
        (Dialect::Liquid, "{% include 'NAME' %}"),
        (Dialect::Handlebars, "{{> NAME }}"),
    ] {
        let call = |depth: usize| call.replace("NAME", &format!("p{depth}"));
        let partials: BTreeMap<String, String> =
            (1..=40).map(|depth| (format!("p{depth}"), call(depth - 1).repeat(2))).collect();
        let partials = partials.into_iter().chain([("p0".to_owned(), "x".to_owned())]).collect();
        let sample = Sample { data: json!({}), partials, ..Sample::default() };
        let rendered = |depth| render(&call(depth), dialect, template_tags, false, &sample).unwrap();
        assert_eq!(rendered(3).unwrap().text, "x".repeat(8), "{dialect:?}");
        let problem = rendered(40).unwrap_err();
        assert_eq!(problem.text, "its partials include one another more than 10000 times", "{dialect:?}");
    }
}

#[test]
fn values_are_escaped_in_pages_alone() {
    let data = sample(json!({"a": "x < y & z"}));
    for (dialect, page) in [
        (Dialect::Jinja, "x &lt; y &amp; z"),
        (Dialect::Handlebars, "x &lt; y &amp; z"),
        (Dialect::Liquid, "x < y & z"),
    ] {
        assert_eq!(render("{{ a }}", dialect, template_tags, true, &data).unwrap().unwrap().text, page);
        assert_eq!(render("{{ a }}", dialect, template_tags, false, &data).unwrap().unwrap().text, "x < y & z");
    }
}

#[test]
fn now_is_the_day_that_was_given() {
    let rendering = rendered("(c) {{ 'now' | date: '%Y' }}", Dialect::Liquid, json!({}));
    assert_eq!(rendering.text, "(c) 2026");
}

#[test]
fn what_takes_too_long_or_too_much_is_given_up() {
    let forever = "{% for i in range(20000) %}{% for j in range(20000) %}{% endfor %}{% endfor %}";
    assert_eq!(problem(forever, Dialect::Jinja, json!({})).1, "it takes too long");
    let much = "{% for i in (1..3000) %}{{ a }}{% endfor %}";
    let text = problem(much, Dialect::Liquid, json!({"a": "x".repeat(10_000)})).1;
    assert_eq!(text, "it writes more than 16 MiB");
}

#[test]
fn a_map_that_can_not_be_told_is_given_up() {
    let rendering = rendered(
        "{% set a %}Hello{% endset %}{{ a|length }}{% filter length %}Some words{% endfilter %}",
        Dialect::Jinja,
        json!({}),
    );
    assert_eq!(rendering.text, "510");
    for dialect in [Dialect::Erb, Dialect::Ejs, Dialect::Go, Dialect::Mailchimp, Dialect::Salesforce, Dialect::Mjml] {
        assert_eq!(render("a", dialect, template_tags, false, &Sample::default()), None);
    }
}

#[test]
fn deep_nests_and_partials_that_include_themselves_are_given_up() {
    let nests = [
        (Dialect::Jinja, "{% if a %}", "{% endif %}"),
        (Dialect::Liquid, "{% if a %}", "{% endif %}"),
        (Dialect::Handlebars, "{{#if a}}", "{{/if}}"),
        (Dialect::Jinja, "{{ (", ") }}"),
        (Dialect::Handlebars, "{{ (", ") }}"),
    ];
    for (dialect, open, close) in nests {
        for depth in [50, 20_000] {
            let template = format!("{}x{}", open.repeat(depth), close.repeat(depth));
            let _ = render(&template, dialect, template_tags, false, &sample(json!({"a": true})));
        }
    }
    for (dialect, call) in [
        (Dialect::Jinja, "{% include 'me' %}"),
        (Dialect::Liquid, "{% include 'me' %}"),
        (Dialect::Handlebars, "{{> me }}"),
    ] {
        let partials = [("me".to_owned(), call.to_owned())].into();
        let sample = Sample { data: json!({}), partials, ..Sample::default() };
        assert!(render(call, dialect, template_tags, false, &sample).unwrap().is_err(), "{dialect:?}");
    }
}
