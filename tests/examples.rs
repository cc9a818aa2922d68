//! Every example on every card.
