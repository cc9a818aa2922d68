//! Sample data as Liquid reads it: what is not there is nothing, and so is all in it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use liquid::ObjectView;
use liquid::model::{ArrayView, DisplayCow, KStringCow, ScalarCow, State, Value, ValueView};

/// A part of the data. Each holds its plain value, which is what the engine copies: there all
/// names that the template knows are filled in, as far as they can be without a view.
#[derive(Debug)]
pub enum View {
    /// What the data does not have.
    Nothing,
    /// A text, number, truth value or null.
    Leaf(Value),
    /// A list.
    Array(Vec<View>, Value),
    /// An object.
    Object(BTreeMap<String, View>, Value),
}

static NIL: Value = Value::Nil;
static NOTHING: View = View::Nothing;

impl View {
    /// The data, with nothing for each of these names that an object lacks.
    pub fn of(data: &serde_json::Value, names: &BTreeSet<&str>) -> View {
        match data {
            serde_json::Value::Array(items) => {
                let items: Vec<View> = items.iter().map(|item| View::of(item, names)).collect();
                let plain = Value::Array(items.iter().map(ValueView::to_value).collect());
                View::Array(items, plain)
            }
            serde_json::Value::Object(map) => {
                let map: BTreeMap<String, View> =
                    map.iter().map(|(name, value)| (name.clone(), View::of(value, names))).collect();
                let lacking = names.iter().filter(|name| !map.contains_key(**name) && !is_computed(name));
                let own = map.iter().map(|(name, value)| (name.clone().into(), value.to_value()));
                let plain = lacking.map(|name| ((*name).to_owned().into(), Value::Nil)).chain(own).collect();
                View::Object(map, Value::Object(plain))
            }
            leaf => View::Leaf(liquid::model::to_value(leaf).unwrap_or_default()),
        }
    }

    fn plain(&self) -> &Value {
        match self {
            View::Nothing => &NIL,
            View::Leaf(plain) | View::Array(_, plain) | View::Object(_, plain) => plain,
        }
    }

    fn fields(&self) -> impl Iterator<Item = (&String, &View)> {
        match self {
            View::Object(map, _) => Some(map),
            _ => None,
        }
        .into_iter()
        .flatten()
    }
}

/// What Liquid works out by itself where an object has no such name.
fn is_computed(name: &str) -> bool {
    matches!(name, "size" | "first" | "last")
}

impl ValueView for View {
    fn as_debug(&self) -> &dyn fmt::Debug {
        self
    }

    fn render(&self) -> DisplayCow<'_> {
        self.plain().render()
    }

    fn source(&self) -> DisplayCow<'_> {
        self.plain().source()
    }

    fn type_name(&self) -> &'static str {
        self.plain().type_name()
    }

    fn query_state(&self, state: State) -> bool {
        self.plain().query_state(state)
    }

    fn to_kstr(&self) -> KStringCow<'_> {
        self.plain().to_kstr()
    }

    fn to_value(&self) -> Value {
        self.plain().clone()
    }

    fn as_scalar(&self) -> Option<ScalarCow<'_>> {
        self.plain().as_scalar()
    }

    fn as_array(&self) -> Option<&dyn ArrayView> {
        matches!(self, View::Array(..)).then_some(self as &dyn ArrayView)
    }

    /// Nothing is an object too, in which all is nothing.
    fn as_object(&self) -> Option<&dyn ObjectView> {
        matches!(self, View::Object(..) | View::Nothing).then_some(self as &dyn ObjectView)
    }

    fn as_state(&self) -> Option<State> {
        self.plain().as_state()
    }

    fn is_nil(&self) -> bool {
        self.plain().is_nil()
    }
}

impl ArrayView for View {
    fn as_value(&self) -> &dyn ValueView {
        self
    }

    fn size(&self) -> i64 {
        match self {
            View::Array(items, _) => i64::try_from(items.len()).unwrap_or(i64::MAX),
            _ => 0,
        }
    }

    fn values<'k>(&'k self) -> Box<dyn Iterator<Item = &'k dyn ValueView> + 'k> {
        match self {
            View::Array(items, _) => Box::new(items.iter().map(|item| item as &dyn ValueView)),
            _ => Box::new(std::iter::empty()),
        }
    }

    fn contains_key(&self, _: i64) -> bool {
        true
    }

    /// The item at an index, which counts from the end where it is negative.
    fn get(&self, index: i64) -> Option<&dyn ValueView> {
        let View::Array(items, _) = self else { return Some(&NOTHING) };
        let index = if index < 0 { index + ArrayView::size(self) } else { index };
        let item = usize::try_from(index).ok().and_then(|index| items.as_slice().get(index));
        Some(item.unwrap_or(&NOTHING))
    }
}

impl ObjectView for View {
    fn as_value(&self) -> &dyn ValueView {
        self
    }

    fn size(&self) -> i64 {
        i64::try_from(self.fields().count()).unwrap_or(i64::MAX)
    }

    fn keys<'k>(&'k self) -> Box<dyn Iterator<Item = KStringCow<'k>> + 'k> {
        Box::new(self.fields().map(|(name, _)| KStringCow::from_ref(name)))
    }

    fn values<'k>(&'k self) -> Box<dyn Iterator<Item = &'k dyn ValueView> + 'k> {
        Box::new(self.fields().map(|(_, value)| value as &dyn ValueView))
    }

    fn iter<'k>(&'k self) -> Box<dyn Iterator<Item = (KStringCow<'k>, &'k dyn ValueView)> + 'k> {
        Box::new(self.fields().map(|(name, value)| (KStringCow::from_ref(name), value as &dyn ValueView)))
    }

    fn contains_key(&self, _: &str) -> bool {
        true
    }

    fn get<'s>(&'s self, name: &str) -> Option<&'s dyn ValueView> {
        match self {
            View::Object(map, _) if map.contains_key(name) => map.get(name).map(|value| value as &dyn ValueView),
            View::Object(..) if is_computed(name) => None,
            _ => Some(&NOTHING),
        }
    }
}
