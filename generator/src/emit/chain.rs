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

#[cfg(test)]
mod tests {
    use super::{LONGEST, calls};
    use crate::model::names::ArgName;
    use quote::quote;

    #[test]
    fn of_many_calls_each_few_are_a_statement() {
        let variable = ArgName::besides(std::iter::empty(), "call");
        for (steps, expected) in [(0, 0), (1, 0), (LONGEST, 0), (LONGEST + 1, 1), (2 * LONGEST, 1), (3 * LONGEST, 2)] {
            let (statements, value) = calls(quote!(start), &vec![quote!(.step()); steps], &variable);
            assert_eq!(statements.len(), expected, "{steps}");
            let all: String = statements.iter().chain([&value]).map(ToString::to_string).collect();
            assert_eq!(all.matches("step").count(), steps);
            assert_eq!(all.matches("start").count(), 1);
            assert_eq!(value.to_string().starts_with("call"), expected > 0);
        }
        let taken = ArgName::besides([&variable].into_iter(), "call");
        assert_eq!(taken.as_str(), "call_2");
    }
}
