//! What documents call things, and what a person would call them in Rust: thought out by hand.

use super::{BRIEF, Known, brief, group, noun, title};
use crate::model::names::{Spelling, spell};

/// Fields, parameters, values: what stands on the wire.
#[test]
fn wire_names() {
    let rows = [
        ("firstName", "first_name", "FirstName"),
        ("first-name", "first_name", "FirstName"),
        ("FIRST_NAME", "first_name", "FirstName"),
        ("x-request-id", "x_request_id", "XRequestId"),
        ("filter[name]", "filter_name", "FilterName"),
        ("page.size", "page_size", "PageSize"),
        ("tags[]", "tags", "Tags"),
        ("$filter", "filter", "Filter"),
        ("@odata.type", "odata_type", "OdataType"),
        ("_links", "links", "Links"),
        ("userIDs", "user_ids", "UserIds"),
        ("floatingIPs", "floating_ips", "FloatingIps"),
        ("imageURLs", "image_urls", "ImageUrls"),
        ("parseHTTPResponse", "parse_http_response", "ParseHttpResponse"),
        ("OAuthToken", "oauth_token", "OauthToken"),
        ("enableIPv6", "enable_ipv6", "EnableIpv6"),
        ("enrolledIn3DSecure", "enrolled_in_3d_secure", "EnrolledIn3dSecure"),
        ("ICMPv4Object", "icmpv4_object", "Icmpv4Object"),
        ("DateCreated>", "date_created_gt", "DateCreatedGt"),
        ("DateCreated<", "date_created_lt", "DateCreatedLt"),
        ("<id>", "id", "Id"),
        ("anchorXOffset", "anchor_x_offset", "AnchorXOffset"),
        ("addressLine2", "address_line2", "AddressLine2"),
        ("type", "type", "Type"),
        ("self", "self_", "Self_"),
        ("customer's name", "customers_name", "CustomersName"),
        // A digit comes first.
        ("2fa_enable", "two_fa_enable", "TwoFaEnable"),
        ("3d_secure", "three_d_secure", "ThreeDSecure"),
        ("3ds", "three_ds", "ThreeDs"),
        ("1st_name", "first_name", "FirstName"),
        ("2 factor", "two_factor", "TwoFactor"),
        ("0", "zero", "Zero"),
        ("12", "twelve", "Twelve"),
        ("1099_form", "form_1099", "Form1099"),
        ("30_days", "days_30", "Days30"),
        ("404", "n404", "N404"),
        ("4ccd755f-2c80-481b", "n4ccd755f_2c80_481b", "N4ccd755f2c80481b"),
        ("-1", "minus_1", "Minus1"),
        ("+1", "plus_1", "Plus1"),
        // No ASCII, or not only.
        ("сумма", "summa", "Summa"),
        ("名称", "ming_cheng", "MingCheng"),
        ("Aprašymų kūrimas", "aprasymu_kurimas", "AprasymuKurimas"),
        ("Λίστα", "lista", "Lista"),
        ("e\u{301}tat", "etat", "Etat"),
        ("ﬁeld", "field", "Field"),
        ("Straße", "strasse", "Strasse"),
        ("item’s price", "items_price", "ItemsPrice"),
        ("price – net", "price_net", "PriceNet"),
        ("🔐 secret 🔐", "secret", "Secret"),
        ("", "empty", "Empty"),
        ("🔐", "unnamed", "Unnamed"),
        ("*", "star", "Star"),
    ];
    for (wire, snake, camel) in rows {
        assert_eq!((spell(wire, Spelling::Snake).as_str(), spell(wire, Spelling::Camel).as_str()), (snake, camel), "{wire}");
    }
}

/// Folders and requests: what stands over something.
#[test]
fn titles() {
    let rows = [
        ("01 - Auth", "Auth"),
        ("1 - Shop, Book", "Shop, Book"),
        ("1. Create quote", "Create quote"),
        ("1.Create quote", "Create quote"),
        ("1.2 Create quote", "Create quote"),
        ("3.2. Add transfer", "Add transfer"),
        ("1) Create quote", "Create quote"),
        ("[2] Transfer flow", "Transfer flow"),
        ("(3) Transfer flow", "Transfer flow"),
        ("1a. Create user", "Create user"),
        ("1b Generate token", "Generate token"),
        ("2A_Change_State", "Change_State"),
        ("1_Startup", "Startup"),
        ("03-2 - Exchange code", "Exchange code"),
        ("02 JWT Access Token", "JWT Access Token"),
        ("Step 3: Pay", "Pay"),
        ("Step1 - Get an asset", "Get an asset"),
        ("Task 5 - Submit a WorkItem", "Submit a WorkItem"),
        ("Use Case 2 - Trigger backup", "Trigger backup"),
        ("[2] 1. Create quote", "Create quote"),
        // These numbers say something.
        ("404 not found", "404 not found"),
        ("2nd page", "2nd page"),
        ("3D Secure", "3D Secure"),
        ("3d_secure", "3d_secure"),
        ("2 factor login", "2 factor login"),
        ("2fa enable", "2fa enable"),
        ("1.5x", "1.5x"),
        ("19.3", "19.3"),
        ("Steps", "Steps"),
        ("[Global] Create objects", "[Global] Create objects"),
    ];
    for (text, found) in rows {
        assert_eq!(title(text), found, "{text}");
    }
}

#[track_caller]
fn method(name: &str, verb: &str, path: &str, group: Option<&str>, expected: &str) {
    let known = Known { name, verb, path: path.to_owned(), constants: &[] };
    assert_eq!(spell(&known.called(group).words, Spelling::Snake), expected, "{name}");
}

#[test]
fn methods() {
    let rows = [
        ("Create quote", "POST", "/quotes", "create_quote"),
        ("createQuote", "POST", "/quotes", "create_quote"),
        ("1.2 Create quote", "POST", "/quotes", "create_quote"),
        ("Get\nthe\tlamps", "GET", "/lamps", "get_lamps"),
        ("Creates a new lamp", "POST", "/lamps", "create_new_lamp"),
        ("Verifies the lamps of a room.", "POST", "/lamps", "verify_lamps_of_room"),
        ("A simple request", "GET", "/x", "simple_request"),
        ("Vitamin A", "GET", "/x", "vitamin_a"),
        ("Lists", "GET", "/x", "lists"),
        ("Create lamp Copy", "POST", "/lamps", "create_lamp_copy"),
        ("404 not found", "GET", "/x", "not_found_404"),
        ("2nd page", "GET", "/x", "second_page"),
        ("🔐 Quick Auth Setup → Run", "GET", "/x", "quick_auth_setup_run"),
        ("Запрос баланса", "GET", "/x", "zapros_balansa"),
        ("Некорректный/несуществующий pointId", "GET", "/x", "nekorrektnyi_nesushchestvuiushchii_point_id"),
        // The name is a path.
        ("GET /borderless-accounts", "GET", "/v1/borderless-accounts", "get_borderless_accounts"),
        ("GET /profiles/{id}/ubos", "GET", "/v1/profiles/{id}/ubos", "get_profile_ubos"),
        ("/todos/:id", "DELETE", "/todos/{id}", "delete_todo"),
        ("/v1/users/:id", "GET", "/v1/users/{id}", "get_user"),
        ("/api/v2/users", "GET", "/api/v2/users", "get_users"),
        ("POST /products/ (400)", "POST", "/products/", "post_products_400"),
        ("{{base}}/users/{{user}}/posts?page=1", "GET", "/users/{user}/posts", "get_user_posts"),
        ("https://lamps.example/v1/lamps#top", "GET", "/v1/lamps", "get_lamps"),
        ("DELETE /", "DELETE", "/", "delete_root"),
        ("GET /:id", "GET", "/{id}", "get_by_id"),
        // The name says nothing.
        ("19.3", "GET", "/lamps/{id}", "get_lamp"),
        ("💡", "PUT", "/lamps", "put_lamps"),
        ("GET", "GET", "/lamps", "get_lamps"),
        // A person wrote this one.
        ("get", "GET", "/lamps", "get"),
    ];
    for (name, verb, path, expected) in rows {
        method(name, verb, path, None, expected);
    }
}

#[test]
fn a_group_says_the_noun() {
    method("List accounts", "GET", "/accounts", Some("Accounts"), "list");
    method("Create an account", "POST", "/accounts", Some("Accounts"), "create");
    method("Get all accounts", "GET", "/accounts", Some("Accounts"), "get");
    method("Updates a payment instrument", "PUT", "/x", Some("Payment instruments"), "update");
    method("Get account balance", "GET", "/x", Some("Accounts"), "get_account_balance");
    method("Business accounts", "GET", "/x", Some("Accounts"), "business_accounts");
    method("Accounts", "GET", "/x", Some("Accounts"), "accounts");
}

/// What namesakes are called instead, one after the other.
#[test]
fn namesakes() {
    let rows: [(&str, &str, &str, &[&str]); 5] = [
        ("Execute", "POST", "/jobs/execute", &["post_execute", "post_jobs_execute"]),
        ("Session", "DELETE", "/login/token", &["delete_session", "session_token", "session_login_token", "delete_login_token"]),
        ("Get lamp", "GET", "/v2/lamps/{id}", &["get_v2_lamp"]),
        ("Get lamp", "GET", "/rooms/{id}/lamps/{lamp}", &["get_room_lamp"]),
        ("1. Shop", "GET", "/shop", &["get_shop", "get_shop", "shop_1"]),
    ];
    for (name, verb, path, expected) in rows {
        let known = Known { name, verb, path: path.to_owned(), constants: &[] };
        let found: Vec<String> = known.called(None).fuller.iter().map(|wording| spell(&wording.join(" "), Spelling::Snake)).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn groups() {
    let rows = [
        ("Accounts", "accounts", ""),
        ("Project/Cart-discounts", "cart_discounts", "project_cart_discounts"),
        ("01 - Auth/2. Users", "users", "auth_users"),
        ("Account holders//accountHolders/:id", "account_holder", "account_holders_account_holder"),
        ("/merchants/:merchantId/stores", "stores", "merchant_stores"),
        ("Некорректные запросы", "nekorrektnye_zaprosy", ""),
        ("🔐 Auth", "auth", ""),
        ("pets/{petId}", "pet", ""),
        ("Accounts/accounts", "accounts", ""),
        ("V2 - FvsServicePure (REST)/Duomenų nuskaitymas", "duomenu_nuskaitymas", "v2_fvs_service_pure_rest_duomenu_nuskaitymas"),
    ];
    for (name, words, fuller) in rows {
        let called = group(name);
        assert_eq!(spell(&called.words, Spelling::Snake), words, "{name}");
        let first = called.fuller.first().map(|wording| spell(&wording.join(" "), Spelling::Snake));
        assert_eq!(first.unwrap_or_default(), fuller, "{name}");
    }
}

#[test]
fn phrases_and_nouns() {
    let rows = [
        ("Create quote", "Create quote"),
        ("Get the details of a transfer limit", "Get details of transfer limit"),
        ("Updates recipients in a draft envelope or corrects recipient information", "update recipients in draft"),
        ("Bargain Finder Max /v3 (Stateless ATK) SIN, SYD", "Bargain Finder Max"),
        ("Create new bulk job with presigned URLs direct to storage", "Create new bulk job"),
        ("Update an Item's Webhook", "Update Item's Webhook"),
    ];
    for (text, expected) in rows {
        assert_eq!(brief(text, BRIEF), expected, "{text}");
    }
    let rows = [
        ("Get account", Some("account")),
        ("Get account by ID", Some("account")),
        ("List all payment instruments", Some("payment instruments")),
        ("Retrieves single account", Some("account")),
        ("Get status of order", None),
        ("Create account", None),
        ("Get", None),
    ];
    for (text, expected) in rows {
        assert_eq!(noun(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn long_names_end_at_a_word() {
    let name = "Updates recipients in a draft envelope or corrects recipient information for an in process envelope.";
    assert_eq!(spell(name, Spelling::Snake), "updates_recipients_in_draft_envelope");
    assert_eq!(spell(&"a".repeat(300), Spelling::Snake).len(), 46);
    assert_eq!(spell(&"lamp ".repeat(60), Spelling::Snake), "lamp_lamp_lamp_lamp_lamp_lamp_lamp_lamp_lamp");
    // What is one word on the wire ends as it does there.
    assert_eq!(spell("allowSendersToSetRecipientEmailLanguage", Spelling::Snake), "allow_senders_to_set_recipient_email_language");
    assert_eq!(spell("allowSendersToSetRecipientEmailLanguageMetadata", Spelling::Snake), "allow_senders_to_set_recipient_email_metadata");
}
