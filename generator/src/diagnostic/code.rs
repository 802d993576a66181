//! Everything that can be said, each with a severity and an explanation.

use std::fmt;

/// How bad a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A remark: something the document leaves open, or a decision that was taken.
    Note,
    /// Something to look at; the client is still made.
    Warning,
    /// No client is made.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        })
    }
}

macro_rules! codes {
    ($($(#[doc = $explanation:literal])+ $variant:ident = $id:literal, $severity:ident;)+) => {
        /// What kind of thing is said. Its id is stable and public: people filter by it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $($(#[doc = $explanation])+ $variant,)+
        }

        impl Code {
            /// All codes, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The id, as messages show it.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)+
                }
            }

            /// How bad it is.
            pub fn severity(self) -> Severity {
                match self {
                    $(Self::$variant => Severity::$severity,)+
                }
            }

            /// The page that `docwright explain` shows.
            pub fn explanation(self) -> String {
                match self {
                    $(Self::$variant => [$($explanation),+].map(|line: &str| line.strip_prefix(' ').unwrap_or(line)).join("\n"),)+
                }
            }
        }
    };
}

impl Code {
    /// The code with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.id() == id)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

// The first line is the sentence, the rest explains: what it means, why it matters, what to do.
codes! {
    // ── documents ────────────────────────────────────────────────────────────────────────────
    /// A file is not the JSON that it should be.
    ///
    /// The place is the first one where the text breaks the rules of JSON. Vendors' collections and configuration files must be
    /// valid; only samples inside a document are read leniently.
    InvalidJson = "invalid-json", Error;
    /// A file is not the TOML that it should be.
    InvalidToml = "invalid-toml", Error;
    /// A file is not the YAML that it should be.
    ///
    /// The place is the first one where the text breaks the rules of YAML 1.2: behind it nobody can tell what is inside of what. Anchors, aliases, tags, keys
    /// that are no texts and several documents in one file are YAML and are refused all the same: no collection needs them, and a few lines of aliases can
    /// unfold to gigabytes.
    InvalidYaml = "invalid-yaml", Error;
    /// A value that begins with `{{` stands without quotes in a file of YAML.
    ///
    /// YAML takes `{` for the beginning of a map, so `url: {{base}}/pets` is none of its values, and other programs refuse the file. The rest of the line is
    /// read as the text that is meant.
    UnquotedVariable = "unquoted-variable", Warning;
    /// A file is not text in UTF-8, or in UTF-16 where it begins as such a text does.
    ///
    /// UTF-8 and UTF-16 are read, with a byte order mark or without; places are those of the text. Older encodings, such as Windows-1252, cannot
    /// be told from one another, so nothing is guessed: save the file as UTF-8.
    NotUtf8 = "not-utf8", Error;
    /// A key stands twice in one object. The last one counts; in a sample, both values are evidence of its type.
    DuplicateKey = "duplicate-key", Warning;
    /// A key is not one that this place knows.
    ///
    /// Unknown keys are errors, never ignored: a misspelt key would silently do nothing.
    UnknownKey = "unknown-key", Error;
    /// A value is of another kind than this place takes.
    WrongKind = "wrong-kind", Error;
    /// Something that must be there is missing.
    MissingKey = "missing-key", Error;
    /// Two keys stand side by side of which a place takes only one.
    KeyConflict = "key-conflict", Error;
    /// A word is none of those that a place takes.
    ///
    /// The note lists the words that are known there.
    UnknownWord = "unknown-word", Error;
    /// A sample in a document is not valid JSON and was mended to be read.
    ///
    /// The note lists what was mended, and up to eight places are shown. Placeholders in it count as holes: they are no evidence of a type. So do values of
    /// which nobody knows what they are: a number that the end of the text may cut off, one with a comma in it, a string with a prefix. An object that was cut
    /// short, that has a value without a key or a member in a comment, or that stands in front of a bracket too many, is no evidence of absence.
    SampleMended = "sample-mended", Note;

    // ── passes ───────────────────────────────────────────────────────────────────────────────
    /// A correction names something that the document does not have.
    ///
    /// Corrections are addressed. When the vendor renames or removes what one of them names, it would silently stop to apply;
    /// so it is an error, which shows the nearest node. Correct the address, or delete the correction.
    PatchMatchesNothing = "patch-matches-nothing", Error;
    /// A correction changes nothing any more: the vendor's document says the same by now.
    ///
    /// What only samples show, what nobody says, and either side of a conflict may be confirmed by a correction: that is not needless.
    PatchRedundant = "patch-redundant", Warning;
    /// A correction says something else than one in an earlier file, and counts in its place.
    ///
    /// Overlays lie over one another in the order in which `docwright.toml` names them, so that a later one may correct an earlier one. Nothing is to be
    /// done where that is meant. Two corrections of one file that contradict one another are an error, `bad-patch`.
    PatchOverridden = "patch-overridden", Note;
    /// A correction sets something that the thing it names does not have.
    PatchMisplaced = "patch-misplaced", Error;
    /// Two operations have the same id.
    DuplicateOperation = "duplicate-operation", Error;
    /// Two operations send the same request: method, path and constants are equal.
    ///
    /// Both are generated. Where one of them is the other with another example, the document has it twice.
    SameRequest = "same-request", Warning;
    /// A path and its parameters do not fit together.
    ///
    /// Every `{name}` of a path needs a path parameter of that name, and every path parameter needs its place in the path.
    PathParameter = "path-parameter", Error;
    /// An operation has the same parameter twice.
    DuplicateParameter = "duplicate-parameter", Error;
    /// A parameter has a type that has no form in its place.
    ///
    /// The query, the path, a header, a cookie and a form take texts, and lists of texts. How an object goes there each API decides for
    /// itself, so that its members are given one by one, under the names that they have on the wire.
    ParameterType = "parameter-type", Error;
    /// A file stands where only text or JSON can go.
    ///
    /// A file goes over the wire as it is: as a part of a body of parts (`part`), alone or as one of several, or as a whole body. Inside JSON, in a
    /// URL or in a header there is no place for one; bytes that are written as text in base64 are `bytes`. An answer that is a file is read with
    /// `send_raw`, whatever the spec says of it.
    MisplacedFile = "misplaced-file", Error;
    /// An operation has more than one body.
    ///
    /// A request carries a value, a URL-encoded form, or parts (`multipart/form-data`). Where the vendor takes more than one kind, each is an operation
    /// of its own.
    SeveralBodies = "several-bodies", Error;
    /// Two authentication schemes have the same id.
    DuplicateAuth = "duplicate-auth", Error;
    /// No document says where the API is.
    ///
    /// The client is made all the same; its builder then needs a base URL.
    NoServer = "no-server", Warning;
    /// Nothing uses a type: no operation, error body, envelope or webhook leads to it, so it does not become code.
    UnusedType = "unused-type", Warning;
    /// Two types have the same name.
    DuplicateType = "duplicate-type", Error;
    /// A field stands twice in one object.
    DuplicateField = "duplicate-field", Error;
    /// A value stands twice in one enumeration.
    DuplicateValue = "duplicate-value", Error;
    /// A type consists of nothing but itself, so that no value of it could be written down.
    EndlessType = "endless-type", Error;
    /// Lists, maps and `null` stand deeper in one another than a type of the client goes.
    ///
    /// What is deeper is read and sent as any JSON value: nothing of it is lost on the wire, but callers get no type for it.
    DeepType = "deep-type", Warning;
    /// The error body has no such field, or a code in it cannot be shown: it is a list, an object or a secret.
    ErrorField = "error-field", Error;
    /// An authentication scheme is named that is described nowhere.
    UnknownAuth = "unknown-auth", Error;
    /// An operation goes to a server that is described nowhere.
    UnknownServer = "unknown-server", Error;

    // ── names and order ──────────────────────────────────────────────────────────────────────
    /// A line of `docwright.lock` cannot be read.
    ///
    /// The lock remembers the names and the order of generated items, so that a change in a document moves and renames nothing else.
    /// A line that is lost is settled anew at the next `docwright generate`, maybe under another name.
    LockLine = "lock-line", Error;
    /// A name in `docwright.toml` belongs to nothing.
    ///
    /// The names under `[names]` are given by address, such as `op:Folder/Request` or `type:Account/id`, each with a reason.
    UnusedName = "unused-name", Error;
    /// A name in `docwright.toml` is the one that its thing has without it, too.
    ///
    /// The vendor renamed the thing, or docwright learned to. `docwright.lock` keeps the name once the line is gone.
    NameRedundant = "name-redundant", Warning;

    // ── normalized specs and overlays ────────────────────────────────────────────────────────
    /// A spec is in a version of the format that is not known here, or does not say in which.
    ///
    /// The first line of a spec says `docwright = 1`. A later version may mean other things by the same words, so it is not guessed at.
    SpecVersion = "spec-version", Error;
    /// The vendor's page that a spec was taken from is not there.
    ///
    /// Every spec names the document that it was taken from, `[source] file = "…"`, and the document stands beside it, byte for byte. Without
    /// it no quote and no line can be checked.
    NoSource = "no-source", Error;
    /// An entry of a spec does not say how it is known.
    ///
    /// Each entry and each row names lines of the source (`at`, the last cell of a row), another public page (`from`), or a reason why a
    /// person decided it (`assumed`). Nothing is invented: what no document says has to say so.
    NoBasis = "no-basis", Error;
    /// A place in the source cannot be read.
    ///
    /// Lines are written `12`, `12-15` or `44, 67`; a string in a JSON document by its pointer, with lines of the decoded string behind it:
    /// `/item/Orders/item/Get orders/request/description:12-15`. A step into a list is a position from 0, or the `name` that one of its items
    /// alone has.
    BadAt = "bad-at", Error;
    /// A place names lines that the source does not have.
    ///
    /// Lines are counted from 1. In a JSON document they are those of the decoded string behind the pointer.
    LinesOutOfRange = "lines-out-of-range", Error;
    /// A quote does not stand where it is said to stand.
    ///
    /// Texts, names, values and the page's own types are copied from the source: white space aside they must stand at the lines that are
    /// named, and `…` stands for words left out. The message shows what stands there, and where the quote stands if it stands elsewhere. A
    /// vendor who rewrites a page makes such quotes fail: then the row has to be read again.
    QuoteNotFound = "quote-not-found", Error;
    /// A row of a table has too few or too many cells.
    BadRow = "bad-row", Error;
    /// A type cannot be read.
    ///
    /// Types are words (`string`, `integer`, `datetime`, …), names of tables (`Account`), lists `[T]`, open keys `{T}`, fields
    /// `{ a: T, b: T }`, `T?` for what may be null, `enum a | b`, and unions such as `number | "never"`.
    BadType = "bad-type", Error;
    /// A type is named that is not there.
    UnknownType = "unknown-type", Error;
    /// The facts of a row cannot be read, or contradict one another.
    ///
    /// Facts are parted by `;`: `required`, `optional`, `read-only`, `write-only`, `secret`, `max 255`, `default x`, `example x`,
    /// `deprecated`, `alias x`, `doc-says T`, `required if …`, `present if …`, `credential id`.
    BadFacts = "bad-facts", Error;
    /// Two facts contradict each other.
    ContradictoryFacts = "contradictory-facts", Error;
    /// The path of a row cannot be read.
    ///
    /// Steps are parted by dots; `[]` stands behind the name of a list; a last step `prefix-*` or `*` stands for keys that are data; a step
    /// with a dot in it stands in quotes.
    BadPath = "bad-path", Error;
    /// Rows stand below something that is no object, or nothing stands below an object.
    ///
    /// A row `tags[].color` needs `tags` to be a list of objects: its own row says `object`, or there is none. A type with a table of its own
    /// has its rows there.
    RowParent = "row-parent", Error;
    /// Two rows are about the same thing.
    DuplicateRow = "duplicate-row", Error;
    /// A name is given twice: to two types, two operations, two schemes; or to something that the overlaid document has already.
    DuplicateName = "duplicate-name", Error;
    /// A request line or a URL cannot be read.
    ///
    /// It holds a method in capital letters, a path that begins with `/`, and perhaps a constant query: `GET /accounts/{accountId}`,
    /// `GET ?action=get_users`.
    BadRequest = "bad-request", Error;
    /// The variables of a path and the rows of its parameters do not fit together.
    ///
    /// Each `{name}` in the path has a row with the place `path`, and each such row has its `{name}`.
    PathParams = "path-params", Error;
    /// A field, a parameter or a variable is named that is not there.
    UnknownField = "unknown-field", Error;
    /// A value is none of those that its place takes.
    BadValue = "bad-value", Error;
    /// A group has a table but no operation.
    EmptyGroup = "empty-group", Error;
    /// A sample cannot be used: nothing is there, or its path leads nowhere.
    BadSample = "bad-sample", Error;
    /// A sample shows another kind of value than the row or cell that states its type, a value that it does not list, or lacks what it requires.
    ///
    /// The same holds of a text of another form (`uuid`, `date`) and of one that is longer than is stated. One of them is wrong. Placeholders and `null` contradict nothing, and a sample that was cut short lacks nothing. What the row states holds, and both
    /// stay visible in `docwright explain`; the client keeps what does not fit, and takes what a sample lacks for what may be missing. Settle it in the spec:
    /// keep what is right as the type, with the page's word as `doc-says`; or let the type hold both; or correct it in an overlay. A correction goes over samples
    /// as well: one that cannot be read any more becomes no test of the client, and is said; and so is a correction that no sample fits.
    SampleContradicts = "sample-contradicts", Warning;
    /// A sample shows a key that its type does not have.
    ///
    /// The key is not lost at run time, but nobody can use it by name. Write a row, or let the type take its fields from the sample too.
    SampleShowsMore = "sample-shows-more", Warning;
    /// A correction cannot be read, or does not fit what it is about.
    ///
    /// A correction names what it is about (`at`), what it gives or takes away (`set`, `remove`), and why (`reason`).
    BadPatch = "bad-patch", Error;

    // ── collections ──────────────────────────────────────────────────────────────────────────
    /// A file is not a Postman collection.
    ///
    /// What it is instead is told by its members, or by its first words where it is no JSON. A collection is an object with `info` and `item` (v1: with `requests`); Postman writes it with
    /// "Export", as "Collection v2.1".
    NotACollection = "not-a-collection", Error;
    /// A file is a part of something that is read as a whole.
    ///
    /// A collection v3 is a folder with a file of YAML for each request. One of them on its own has no server and no authentication: name the folder, as
    /// `postman = "…"` under `[input]`.
    UnreadFormat = "unread-format", Error;
    /// A file holds several collections, and which of them is meant is not clear.
    ///
    /// A dump of an account holds all its collections, and each of them is an API of its own. `collection = "…"` under `[input]` chooses one by
    /// its name, or by its id where several have that name.
    WhichCollection = "which-collection", Error;
    /// A document holds no request, so there is no operation to make.
    ///
    /// A documentation page of Postman's loads two documents: first its metadata (title, description, environments), then the
    /// collection itself. Where only the first was saved, the requests are still on the page. The client would be empty.
    NoOperations = "no-operations", Warning;
    /// A member of a collection has a shape that no Postman writes. It is left out.
    OddMember = "odd-member", Warning;
    /// A member of a collection is not read.
    ///
    /// Scripts, settings of the sender and members that no known version of the format has are left out. Each kind is listed once
    /// with its places; what is about Postman only (ids, dates, colours) is not listed.
    IgnoredMember = "ignored-member", Note;
    /// A request becomes no operation.
    ///
    /// The message says why. Every request of a collection becomes an operation, is joined to one, or is listed so: those, too, that stand in a list
    /// which a later one of the same name replaces, beside the list that is read, or in something that is none.
    RefusedRequest = "refused-request", Warning;
    /// Several requests go to the same place in the same way. They are one operation.
    ///
    /// Requests with the same method, path and constant query parameters are samples of one operation: the first gives it its name,
    /// the bodies, parameters and answers of all of them are joined. Where they should be several operations, write them in a spec.
    DuplicateRequest = "duplicate-request", Note;
    /// Requests that share method and path are told apart by a query parameter.
    ///
    /// A parameter such as `action` that has several constant values says what a request does. It becomes a constant of each operation;
    /// callers cannot give it. Requests that lack it, or have it empty, disabled or in a variable, are an operation of their own, of which
    /// it may be a parameter.
    QueryTellsApart = "query-tells-apart", Note;
    /// Requests to one address are told apart by a header, or by what stands in their bodies.
    ///
    /// A member such as `action` that has several constant values says what a request does: it is sent by itself, and callers cannot
    /// give it. Requests that lack it, or have it empty, disabled or in a variable, are an operation of their own. Bodies that no one type has do different things, too:
    /// a list beside an object, or a member that is an object in one and a text, a number or a boolean in the other. So do two POSTs whose bodies have no member in
    /// common; a `type` that differs is none.
    BodyTellsApart = "body-tells-apart", Note;
    /// A request was given another id, because its own is taken or empty.
    RenamedRequest = "renamed-request", Note;
    /// Requests to one host and port name both `http` and `https`.
    ///
    /// They are one server, with the scheme of its first request: two would be two addresses for the same operations.
    MixedSchemes = "mixed-schemes", Note;
    /// The name of a request says nothing of it.
    ///
    /// It has no letter, or it is what an editor calls a request that nobody has named: `New Request`. Its method in the client is called by the HTTP
    /// method and the path. Give the request a name in the collection, or the method a name under `[names]` in `docwright.toml`.
    NamelessRequest = "nameless-request", Note;
    /// The base URL was made from what all requests have in common.
    ///
    /// It ends behind the last word that marks the root of an API (`api`, `rest`, `v2`, `{{version}}`) in the path that all requests
    /// begin with, and not merely where their paths part: so a further request does not move it, as long as it is below the same root.
    BaseUrlInferred = "base-url-inferred", Note;
    /// The base URL is `http`, and credentials are sent to it.
    ///
    /// Whoever sits between the caller and the vendor can read them. Ask the vendor whether the host answers `https`, and correct the
    /// base URL in an overlay.
    InsecureBaseUrl = "insecure-base-url", Warning;
    /// A base URL cannot be one.
    ///
    /// It has another scheme than `https` or `http`, no host, or characters that no URL holds. The client is generated all the same, and cannot
    /// be built before its caller gives another base URL.
    UnusableBaseUrl = "unusable-base-url", Warning;
    /// A request can never be sent.
    ///
    /// Its path holds `.` or `..`, which URL parsers take as a step to another path, or a header holds what no header can hold. The client is
    /// generated all the same, and refuses the call.
    UnsendableRequest = "unsendable-request", Warning;
    /// Only prose speaks of authorization; no `auth` object and no header does.
    ///
    /// How the credential is sent is a guess until a person reads the words: describe it in an overlay.
    AuthOnlyInProse = "auth-only-in-prose", Note;
    /// A way to authenticate is not supported.
    UnsupportedAuth = "unsupported-auth", Warning;
    /// Requests that are one operation authenticate in different ways.
    ///
    /// The operation accepts each way that one of them authenticates in, and sends what the client has. Where one of them does without, it does not
    /// demand a credential either: that request may be sent, too. Say in an overlay what it accepts if it always wants one.
    MixedAuth = "mixed-auth", Note;
    /// A variable is used and defined nowhere.
    ///
    /// Neither the collection nor an environment gives it a value, and no script sets it; or it has one that cannot be put in, because it refers
    /// back to itself or grows too long. In a base URL callers must give it; in prose it stays as it is written.
    UndefinedVariable = "undefined-variable", Note;
    /// A value only stands in for one.
    ///
    /// `{}`, `%7B%7D`, `<id>` and the like are no default, no example and no constant.
    PlaceholderValue = "placeholder-value", Note;
    /// The title of a collection belongs to one of its requests.
    ///
    /// The collection's description is word for word that of a request, so its name probably is that request's as well. Give the API a
    /// title in an overlay.
    TitleNamesAnOperation = "title-names-an-operation", Note;
    /// No saved answer of an operation has a body, so its answer is not known.
    NoResponseBody = "no-response-body", Note;
    /// A saved body is not JSON, and says nothing about types.
    ///
    /// An answer with several objects in a row, as in two samples with `or` between them, is not meant: each of them is evidence of one type. A stream, of
    /// which the values come one by one, has no type as a whole. Describe what it holds in an overlay: `set = { answer = "…" }`.
    SampleNotJson = "sample-not-json", Note;
    /// The text of a URL and its parts say different things.
    ///
    /// Scheme, host and path are those of the text, `raw`: it is what Postman shows. The query and the variables of the path are those of the parts,
    /// which say what is switched off, and what each is for.
    UrlPartsDiffer = "url-parts-differ", Note;
    /// A URL has several slashes behind its host.
    ///
    /// Mostly a variable ends with a slash, and the path begins with one: `{{base}}/users`, where `base` is `https://api.example/`. Postman sends both; few servers
    /// mean it. The client sends one. If two are meant, give the path in an overlay.
    EmptySegment = "empty-segment", Note;
    /// A parameter or header of a request cannot be made into a parameter.
    UnusableParameter = "unusable-parameter", Note;
    /// A request has a body that Postman does not send.
    ///
    /// Postman leaves out the body of a GET and of a few other methods, unless the request switches that off. It is left out here as well.
    PrunedBody = "pruned-body", Note;
    /// A body is read only in part.
    UnreadBody = "unread-body", Warning;
    /// A value that looks like a secret was left out.
    ///
    /// It is not written into defaults, examples, samples or documentation. It still stands in the vendor's document: if it is alive, tell
    /// its owner.
    MaskedSecret = "masked-secret", Note;
    /// A table or a list in a description names what the request does not show.
    ///
    /// Its headers are understood, but no parameter and no field is called so, or several are, and no heading says where it goes. The words stay
    /// in the documentation. Say in an overlay where the thing goes.
    WordsNotPlaced = "words-not-placed", Note;
    /// A description says something else of a field than the requests and answers show.
    ///
    /// What the words state holds, and both stay visible in `docwright explain` and in the client's documentation: a value of another kind, one that is not
    /// listed, a longer one, one of another form, and a `null` where they say that there is none, is kept as it is. What one
    /// sample does without can be left out until it is settled, and a parameter of which another kind was sent goes as text: the document's own requests must
    /// stay possible. Of a list or an object, of which the words do not say what is in it, the sample tells. Settle it in an overlay: with `type`, `presence`,
    /// `enum`, `max` or `also`.
    WordsContradict = "words-contradict", Warning;

    // ── confidence ───────────────────────────────────────────────────────────────────────────
    /// A fact has a grade that `[policy] deny` in `docwright.toml`, or `--deny`, does not want.
    ///
    /// The message says what is known and how, and the help the entry of an overlay that settles it: what a page or a person says is `stated` or `assumed`
    /// from then on. Grades are `stated`, `assumed`, `inferred:high`, `inferred:medium`, `inferred:low`, `unknown` and `conflict`; specs/FORMAT.md says what
    /// has which. The facts on which the most hangs are shown first, and `docwright survey` lists them without a policy.
    DeniedFact = "denied-fact", Error;

    // ── configuration and files ──────────────────────────────────────────────────────────────
    /// `docwright.toml` is in another version of its format.
    ///
    /// The first line says the version: `docwright = 1`. A newer one needs a newer docwright.
    ConfigVersion = "config-version", Error;
    /// A file is named in a way that leads out of its folder or means something else on another system.
    ///
    /// The vendor's document, the overlays and the page that a spec was taken from lie beside `docwright.toml`, or below it, so that the
    /// folder is all that a client is made from.
    BadFileName = "bad-file-name", Error;
    /// A name cannot be what it is to be.
    ///
    /// The API's name becomes a folder and a crate, so it must be one on every system; names under `[names]` become identifiers in Rust.
    BadName = "bad-name", Error;
    /// A file cannot be read.
    ///
    /// Either it is not there, or it is a folder or a device, or the system refuses to open it.
    UnreadableFile = "unreadable-file", Error;
    /// Two APIs have the same name: the second would be written over the first.
    DuplicateApi = "duplicate-api", Error;
}
