//! Methods that are called one after the other.

use crate::model::names::ArgName;
use proc_macro2::TokenStream;
use quote::quote;

/// So many are called in one statement. Each call stands within the next one, and whoever reads the code walks down all of them: of very many that
/// takes more of the stack than there is.
const LONGEST: usize = 32;

/// The statements in front of a value, and the value: `start` with all `steps`. Only of many steps there are statements, and those use `variable`.
pub(super) fn calls(start: TokenStream, steps: &[TokenStream], variable: &ArgName) -> (Vec<TokenStream>, TokenStream) {
    let variable = variable.ident();
    let mut value = start;
    let mut statements = Vec::new();
    let mut pieces = steps.chunks(LONGEST).peekable();
    while let Some(piece) = pieces.next() {
        value.extend(piece.iter().cloned());
        if pieces.peek().is_some() {
            statements.push(quote!(let #variable = #value;));
            value = quote!(#variable);
        }
    }
    (statements, value)
}
