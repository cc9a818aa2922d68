//! Every span points at the bytes that its text came from.
