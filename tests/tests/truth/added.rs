//! The second table: what is known from other pages of the vendors, and what a person decided. Each list is whole, and each number is written out.

use crate::facts::facts;
use docwright::ir::How;
use docwright_tests::vendors::vendor;

/// Facts from another page, or assumed, with what they are about.
struct Added {
    /// The page; `None` for what a person decided.
    page: Option<&'static str>,
    /// How many facts.
    number: usize,
    /// What they are about. `{0..3}` stands for 0, 1 and 2; `{a,b}` for a and b.
    about: &'static [&'static str],
}

/// Opens the first pair of braces, and those behind it.
fn open(text: &str) -> Vec<String> {
    let Some((before, rest)) = text.split_once('{') else { return vec![text.to_owned()] };
    let (inner, after) = rest.split_once('}').expect("a brace has its partner");
    let inner: Vec<String> = match inner.split_once("..") {
        Some((from, to)) => {
            (from.parse::<u32>().expect("a number")..to.parse().expect("a number")).map(|number| number.to_string()).collect()
        }
        None if inner.contains(',') => inner.split(',').map(str::to_owned).collect(),
        // A variable of a base URL.
        None => vec![format!("{{{inner}}}")],
    };
    open(after).iter().flat_map(|after| inner.iter().map(move |inner| format!("{before}{inner}{after}"))).collect()
}

#[track_caller]
fn check(folder: &str, expected: &[Added]) {
    let (api, _) = vendor(folder);
    let mut found: Vec<(Option<String>, String)> = facts(&api)
        .into_iter()
        .filter(|known| !known.basis.in_document())
        .map(|known| match known.basis.how {
            How::Assumed { .. } => (None, known.what),
            How::Stated | How::Inferred { .. } => (known.basis.page, known.what),
        })
        .collect();
    let mut wanted = Vec::new();
    for Added { page, number, about } in expected {
        let about: Vec<String> = about.iter().flat_map(|about| open(about)).collect();
        assert_eq!(about.len(), *number, "{folder}: {page:?}");
        wanted.extend(about.into_iter().map(|about| (page.map(str::to_owned), about)));
    }
    found.sort();
    wanted.sort();
    let only = |these: &[(Option<String>, String)], those: &[(Option<String>, String)]| -> Vec<String> {
        let only = these.iter().filter(|one| !those.contains(one));
        only.map(|(page, about)| format!("{}: {about}", page.as_deref().unwrap_or("assumed"))).collect()
    };
    assert_eq!((only(&wanted, &found), only(&found, &wanted)), (Vec::new(), Vec::new()), "{folder}: missing, and surplus");
    assert_eq!(found, wanted);
}

#[test]
fn crankwheel() {
    check(
        "crankwheel",
        &[
            // The newer collection: the API's name, https, the credential, and what `from` and `to` are (type, presence and words, four times).
            Added {
                page: Some("documenter.gw.postman.com, published collection 713cbLC"),
                number: 4 + 12,
                about: &[
                    "title",
                    "server https://meeting.is/ss/api",
                    "auth api_key",
                    "words of API key of auth api_key",
                    "{type,presence,words} of Retrieve/{UsageGet,DemoUsageGet}({from,to})",
                ],
            },
            // The collection's description is that of one request, so the API has none; the third request needs the key as well, and answers with
            // a bare list; three types.
            Added {
                page: None,
                number: 3 + 3,
                about: &[
                    "words of the API",
                    "auth of List/UserAccessGet",
                    "type of List/UserAccessGet 200",
                    "type of DemoUsageResponse.total_canceled_requests",
                    "type of ProspectInfo.prospect-{request-origin,enrich-company-employees}",
                ],
            },
        ],
    );
}

#[test]
fn remote_counsel() {
    check(
        "remote-counsel",
        &[
            Added { page: Some("remotecounsel.com/api/docs/v2/event_schedules.html"), number: 1, about: &["title"] },
            // The base URL, and that the token goes into the query.
            Added {
                page: Some("remotecounsel.com/api/docs/v2/events.html"),
                number: 2,
                about: &["server https://remotecounsel.com/api/v2", "auth token"],
            },
            // Four methods (POST is stated) and five paths; place and type of the nine parameters that are no token; what a user's
            // flag is that only null is shown for; two times that may be null; a token among the fields.
            Added {
                page: None,
                number: 4 + 5 + 2 * 9 + 1 + 2 + 1,
                about: &[
                    "{method,path} of event_schedules.{get,users,logs}",
                    "{method,path} of usage_logs.list",
                    "path of usage_logs.create",
                    "{place,type} of event_schedules.{get,users,logs}(id)",
                    "{place,type} of usage_logs.create({guid,event_group_user_id,time_in,time_out})",
                    "{place,type} of usage_logs.list({id,event_group_user_id})",
                    "type of EventGroupUser.{is_disallow_transcript_save,invited_at,first_invited_at}",
                    "secrecy of EventGroupUser.access_token",
                ],
            },
        ],
    );
}

#[test]
fn agendize() {
    check(
        "agendize",
        &[
            // The type sketch above the table of the same page settles three objects and the colour, a boolean four times, and in the type that two of them share.
            Added {
                page: Some("developers.agendize.com/v2/resellers/reference/accounts/index.jsp"),
                number: 1 + 3 + 4 + 1,
                about: &[
                    "title",
                    "type of Account.{clientName,status,additionalUsers}",
                    "type of {Account,NewAccount,AccountAdditions,AccountUpdate}.tags.color",
                    "type of TagInput.color",
                ],
            },
            Added {
                page: Some("developers.agendize.com/v2/watchers/reference/index.jsp"),
                number: 1,
                about: &["server https://api.agendize.com/api/2.0/resellers"],
            },
            // Two ways to authenticate, and the three things that they take.
            Added {
                page: Some("developers.agendize.com/v2/platform/reference/authentication.jsp"),
                number: 2 + 3,
                about: &["auth {tokens,oauth}", "words of {token,apiKey} of auth tokens", "words of token of auth oauth"],
            },
            Added { page: Some("agendize.freshdesk.com article 4000142934"), number: 2, about: &["{method,path} of accounts.insert"] },
            // One type, and two fields that the document does not have.
            Added {
                page: Some("a later version of developers.agendize.com/v2/watchers/reference/index.jsp"),
                number: 1 + 2 * 3,
                about: &[
                    "type of WatchRequest.httpRequestHeader",
                    "field WatchRequest.oauth2Auth.{clientSecret,redirectUri}",
                    "{type,presence} of WatchRequest.oauth2Auth.{clientSecret,redirectUri}",
                ],
            },
            // Six methods and paths; four bodies are JSON; the list is wrapped in `items` (the answer, its type, and the three facts of the field);
            // five types; two directions; a password in two bodies that do not list it; seven secrets.
            Added {
                page: None,
                number: 12 + 4 + 5 + 5 + 2 + 2 + 7,
                about: &[
                    "{method,path} of accounts.{delete,get,list,add,update,watch}",
                    "media type of the body of accounts.{insert,add,update,watch}",
                    "answer accounts.list success",
                    "type of accounts.list success",
                    "field accounts.list success .items",
                    "{type,presence} of accounts.list success .items",
                    "type of WatchRequest.{address,schema,signature.cryptoKeyIds,basicAuth,oauth2Auth}",
                    "access of Account.{created,sendSignupEmail}",
                    "presence of {NewAccount,AccountUpdate}.password",
                    "secrecy of {NewAccount,AccountUpdate}.password",
                    "secrecy of Account.{password,ssoToken}",
                    "secrecy of WatchRequest.{basicAuth.password,oauth2Auth.refreshToken,oauth2Auth.clientSecret}",
                ],
            },
        ],
    );
}

#[test]
fn krisp() {
    check(
        "krisp",
        // No other page was needed. The table is the body of every answer; five types that arrows and references give away; a row with its
        // columns swapped.
        &[Added {
            page: None,
            number: 1 + 5 + 2,
            about: &[
                "envelope",
                "type of Response.{code,data,data.seats}",
                "type of Seat.{join_date,user}",
                "{words,message} of ErrorCode=NOT_PERMITTED_UNASSIGN_LAST_ADMINISTRATOR_SEAT",
            ],
        }],
    );
}

#[test]
fn worksection() {
    check(
        "worksection",
        &[
            // Two base URLs with the account in them, each with its words and an example, two ways to authenticate, and that the method takes both.
            Added {
                page: Some("worksection.com/es/faq/api/api-start/1911.html"),
                number: 8 + 5 + 1,
                about: &[
                    "server https://{account}.worksection.com/api/admin/v2/",
                    "variable account of https://{account}.worksection.com/api/admin/v2/",
                    "{words,example} of account of https://{account}.worksection.com/api/admin/v2/",
                    "server https://{account}.worksection.com/api/oauth2",
                    "variable account of https://{account}.worksection.com/api/oauth2",
                    "{words,example} of account of https://{account}.worksection.com/api/oauth2",
                    "auth {admin_key,access_token}",
                    "words of key of auth admin_key",
                    "words of auth access_token",
                    "words of token of auth access_token",
                    "auth of users.get_users",
                ],
            },
            // The name, how errors are told inside HTTP 200, the body of an error with four fields, and 16 codes with status and message, one of
            // them with a text besides.
            Added {
                page: Some("worksection.com/en/faq/api-start.html"),
                number: 1 + 5 + (1 + 4 * 3 + 1) + (1 + 16 * 3 + 1),
                about: &[
                    "title",
                    "errors",
                    "{body,message} of errors",
                    "code of errors in status_code",
                    "outcome",
                    "type ErrorBody",
                    "field ErrorBody.{status,status_code,message,message_details}",
                    "{type,presence} of ErrorBody.{status,status_code,message,message_details}",
                    "value ErrorBody.status=error",
                    "type StatusCode",
                    "value StatusCode={0..16}",
                    "{HTTP status,message} of StatusCode={0..16}",
                    "words of StatusCode=10",
                ],
            },
            // GET at the base URL itself; four types.
            Added {
                page: None,
                number: 2 + 4,
                about: &["{method,path} of users.get_users", "type of User.{id,rate,services.chats,services.socials}"],
            },
        ],
    );
}
