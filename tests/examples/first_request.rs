//! A first request of two generated clients, to a small server on loopback: what goes over the wire, and what comes back.
//!
//! ```console
//! $ cargo run --example first_request
//! ```

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use crankwheel::types::{CallConfirmed, SecondsToRespond};
use docwright_tests::detour::Detour;
use docwright_tests::server::{Answer, Request, Server};
use worksection::types::StatusCode;

/// Whatever went wrong; an example has nothing better to do with it than to show it.
type Outcome<T = ()> = Result<T, Box<dyn std::error::Error>>;

/// What a server of the first vendor's might say: the second session has a word where the first has a number, and the third what no document speaks of.
const SESSIONS: &str = r#"{
    "total_canceled_requests": 1,
    "sessions": [
        {"seconds_to_respond": 42.5, "call_confirmed": true, "prospect_info": {"prospect-shoesize": "46"}},
        {"seconds_to_respond": "never", "call_confirmed": "n/a"},
        {"seconds_to_respond": "soon", "call_confirmed": false, "rating": 5}
    ]
}"#;

/// What the second vendor's server says when something is wrong: the status is 200 all the same.
const REFUSAL: &str = r#"{"status": "error", "status_code": 2, "message": "Action hash is missed or invalid"}"#;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome {
    show(&mut io::stdout().lock()).await
}

/// The whole example, told to a writer: the tests listen too.
///
/// # Errors
///
/// When there is no port on loopback, or a call ends as it should not.
pub(crate) async fn show(out: &mut impl Write) -> Outcome {
    let server = Server::start([Answer::json(200, SESSIONS), Answer::json(200, REFUSAL)])?;

    writeln!(out, "CrankWheel: the demo requests of a day")?;
    let drifts = demo_requests(Detour::to(&server)?, out).await?;
    writeln!(out, "\n  on_drift heard of what no document speaks of:")?;
    for drift in drifts {
        writeln!(out, "    {drift}")?;
    }

    writeln!(out, "\nWorksection: a key that is wrong; the status of the answer is 200")?;
    users(Detour::to(&server)?, out).await?;

    writeln!(out, "\nWhat the server heard")?;
    for request in server.requests() {
        heard(&request, out)?;
    }
    Ok(())
}

async fn demo_requests(way: Detour, out: &mut impl Write) -> Outcome<Vec<String>> {
    let drifts = Arc::new(Mutex::new(Vec::new()));
    let client = crankwheel::Client::builder()
        .auth(crankwheel::Auth::api_key("TXkga2V5"))
        .on_drift({
            let drifts = Arc::clone(&drifts);
            move |drift| drifts.lock().unwrap_or_else(PoisonError::into_inner).push(drift.to_string())
        })
        .transport(way) // to loopback; without this line, to the vendor
        .build()?;

    let from: crankwheel::rt::Timestamp = "2018-01-29T00:00:00Z".parse()?;
    let answer = client.demo_usage().from(from).await?;

    for session in answer.sessions.iter().flatten() {
        let answered = match &session.seconds_to_respond {
            Some(SecondsToRespond::Number(seconds)) => format!("after {seconds} seconds"),
            Some(SecondsToRespond::Never) => "never".to_owned(),
            Some(SecondsToRespond::Other(what)) => format!("{what}, as the vendor says now"),
            _ => "nobody knows when".to_owned(),
        };
        let call = match &session.call_confirmed {
            Some(CallConfirmed::Boolean(true)) => "a call",
            Some(CallConfirmed::Boolean(false)) => "no call",
            Some(CallConfirmed::NA) => "not asked",
            _ => "who knows",
        };
        writeln!(out, "  answered {answered}; {call}")?;
    }
    let drifts = drifts.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(drifts.clone())
}

async fn users(way: Detour, out: &mut impl Write) -> Outcome {
    let client = worksection::Client::builder("acme").auth(worksection::Auth::admin_key("a-wrong-key")).transport(way).build()?;

    match client.get_users().await {
        Ok(answer) => writeln!(out, "  {} users", answer.data.len())?,
        Err(error) => {
            let advice = match error.code() {
                Some(StatusCode::ActionHashIsMissedOrInvalid) => "the key is wrong",
                Some(_) => "another code of the vendor's",
                None => "no code: it did not come from the vendor",
            };
            writeln!(out, "  {error}\n  {advice}; worth another attempt: {}", error.is_retryable())?;
        }
    }
    Ok(())
}

/// A request as it came, without what every request has.
fn heard(request: &Request, out: &mut impl Write) -> Outcome {
    writeln!(out, "  {}", request.line())?;
    for (name, value) in request.headers().filter(|(name, _)| matches!(*name, "host" | "authorization")) {
        writeln!(out, "  {name}: {value}")?;
    }
    Ok(())
}
