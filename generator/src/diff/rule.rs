//! The rules: everything that can change in an API, each with a stable id, what it means for whom, and what to do.

use std::fmt;

/// Whether a client that is already built stops working, or works wrongly, when the vendor's server makes the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wire {
    /// It goes on working.
    Safe,
    /// It depends on the call, or on what the documents do not say.
    Maybe,
    /// It breaks.
    Breaks,
}

impl Wire {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Safe => "no",
            Self::Maybe => "maybe",
            Self::Breaks => "yes",
        }
    }
}

/// Which part of a version the change asks to raise, for people who call the generated client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// No part: the generated code is the same.
    None,
    /// The last: nothing to see for a caller's compiler.
    Patch,
    /// The middle: something is new.
    Minor,
    /// The first: a caller's code may no longer compile.
    Major,
}

impl Level {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// How a change comes to light.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A compiler, or nobody who calls the client, is concerned.
    Seen,
    /// Callers compile as before, and the program behaves differently.
    Silent,
    /// Only the words change.
    Docs,
}

macro_rules! rules {
    ($($(#[doc = $explanation:literal])+ $variant:ident = $id:literal, $wire:ident, $level:ident, $notice:ident;)+) => {
        /// What kind of change it is. Its id is stable and public: people filter and accept by it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[doc = $explanation])+ $variant,)+
        }

        impl Rule {
            /// All rules, in the order of their declaration.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// The id, as reports show it.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$variant => $id,)+
                }
            }

            /// Whether clients that are already built break.
            pub fn wire(self) -> Wire {
                match self {
                    $(Self::$variant => Wire::$wire,)+
                }
            }

            /// What callers of the generated client are owed, as long as no lock or pin keeps the old code.
            pub fn level(self) -> Level {
                match self {
                    $(Self::$variant => Level::$level,)+
                }
            }

            /// How it comes to light.
            pub fn notice(self) -> Notice {
                match self {
                    $(Self::$variant => Notice::$notice,)+
                }
            }

            fn text(self) -> &'static [&'static str] {
                match self {
                    $(Self::$variant => &[$($explanation),+],)+
                }
            }
        }
    };
}

impl Rule {
    /// The rule with an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|rule| rule.id() == id)
    }

    /// What changed, as a sentence.
    pub fn sentence(self) -> &'static str {
        self.text().first().map_or("", |line| line.trim())
    }

    /// What it means and what to do.
    pub fn advice(self) -> String {
        self.text().iter().skip(1).map(|line| line.trim()).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The page that `docwright explain` shows: the sentence, the verdicts, what to do.
    pub fn explanation(self) -> String {
        let notice = match self.notice() {
            Notice::Seen => "no",
            Notice::Silent => "yes: callers compile, and the program behaves differently",
            Notice::Docs => "no: only the words change",
        };
        format!(
            "{}\n\n{}\n\nclients already built break: {}\nversion part for callers: {}\nsilent: {notice}\n\n{}\n",
            self.id(),
            self.sentence(),
            self.wire().word(),
            self.level().word(),
            self.advice()
        )
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

// The first line is the sentence, the rest says what it means and what to do.
// The level is what callers see when nothing keeps the old code: where a lock or an alias could soften it, the advice says so.
rules! {
    // ── the API as a whole ───────────────────────────────────────────────────────────────────
    /// The title of the API changed.
    /// The name of the crate and of the client do not come from the title: nothing to do.
    InfoTitle = "info-title", Safe, Patch, Docs;
    /// The words about the API as a whole changed.
    /// Read them: vendors announce changes here.
    DocInfoDescription = "doc-info-description", Safe, Patch, Docs;
    /// How a fact is known changed; the fact itself did not.
    /// A guess that a document now confirms is safer to build on; a fact that lost its source deserves a look.
    EvidenceChanged = "evidence-changed", Safe, None, Seen;
    /// The documents leave something open that they settled before.
    /// Ask the vendor, or take a decision down in the spec as assumed, with a reason.
    GapOpened = "gap-opened", Safe, Patch, Docs;
    /// Something that the documents left open is no longer listed as open.
    /// Check that the spec now states the answer.
    GapClosed = "gap-closed", Safe, Patch, Docs;

    // ── servers ──────────────────────────────────────────────────────────────────────────────
    /// The default base URL has another scheme or host.
    /// Requests and credentials go to another machine after an update. Check that the host is the vendor's.
    ServerUrlHost = "server-url-host", Maybe, Patch, Silent;
    /// The default base URL has another path.
    /// Often a new major version of the API: consider a client of its own beside the old one.
    ServerPathPrefix = "server-path-prefix", Breaks, Patch, Silent;
    /// There is a further server.
    /// Nothing to do; callers may choose it.
    ServerAdded = "server-added", Safe, Minor, Seen;
    /// A server is gone.
    /// Callers who chose it must choose another.
    ServerRemoved = "server-removed", Breaks, Major, Seen;
    /// A variable of a base URL has another default.
    /// Callers who give no value reach another address. Check that it is the vendor's.
    ServerVarDefault = "server-var-default", Maybe, Patch, Silent;
    /// A base URL has a further variable with a default, or a default for one that had none.
    /// Nothing to do; callers may set it.
    ServerVarAdded = "server-var-added", Safe, Minor, Seen;
    /// A base URL has a variable that the caller must give.
    /// Callers must set it when they build the client; give it a default in the spec if there is a good one.
    PmVarAdded = "pm-var-added", Breaks, Major, Seen;
    /// A variable of a base URL is gone.
    /// Callers who set it must stop.
    ServerVarRemoved = "server-var-removed", Safe, Major, Seen;
    /// The words about a variable of a base URL changed.
    /// Nothing to do.
    DocServer = "doc-server", Safe, Patch, Docs;

    // ── headers of every request ─────────────────────────────────────────────────────────────
    /// Requests carry a further constant header.
    /// Old clients do not send it; the vendor may insist.
    HeaderAdded = "header-added", Maybe, Patch, Silent;
    /// Requests no longer carry a constant header.
    /// The vendor may take the request for an older version of the API.
    HeaderRemoved = "header-removed", Maybe, Patch, Silent;
    /// A constant header has another value.
    /// Often the version of the API: read what that version changes.
    HeaderValue = "header-value", Maybe, Patch, Silent;
    /// A header's name is written in another case.
    /// Header names do not know case: nothing to do.
    HeaderCaseChanged = "header-case-changed", Safe, None, Seen;

    // ── groups and operations ────────────────────────────────────────────────────────────────
    /// The words about a group changed.
    /// Nothing to do.
    DocGroup = "doc-group", Safe, Patch, Docs;
    /// A group has another name; all its operations moved with it.
    /// The group's method and module are renamed. An entry under `[names]` in docwright.toml keeps the old name.
    TagRenamed = "tag-renamed", Safe, Major, Seen;
    /// An operation moved to another group.
    /// Callers find it elsewhere and must follow; an overlay that gives the operation its old group keeps it where it was.
    OpMovedTag = "op-moved-tag", Safe, Major, Seen;
    /// An operation has another id or name.
    /// The method is renamed. Keep the old name in the lock, or let callers rename.
    OpIdChanged = "op-id-changed", Safe, Major, Seen;
    /// There is a further operation.
    /// Nothing to do.
    OpAdded = "op-added", Safe, Minor, Seen;
    /// An operation is gone.
    /// Callers must do without it. Check that it was not only left out of the document.
    OpRemoved = "op-removed", Breaks, Major, Seen;
    /// An operation that was deprecated is gone.
    /// It was announced; callers who still use it must leave it now.
    OpRemovedDeprecated = "op-removed-deprecated", Breaks, Major, Seen;
    /// An operation has another path.
    /// New clients call the new path; old ones break when the vendor closes the old one.
    PathRenamed = "path-renamed", Breaks, Patch, Silent;
    /// An operation's path gained or lost a slash at its end.
    /// Some servers answer with a redirect, which may lose the body. Try it.
    TrailingSlash = "trailing-slash", Maybe, Patch, Silent;
    /// A parameter in a path has another name.
    /// It is an argument by position and its name does not go over the wire: nothing to do.
    PathParamRenamed = "path-param-renamed", Safe, Patch, Seen;
    /// An operation has another HTTP method.
    /// Whether it may be retried may have changed too.
    MethodChanged = "method-changed", Breaks, Patch, Silent;
    /// An operation goes to another server.
    /// Requests, with what they carry and their credentials, go to another host after an update. Check that it is the vendor's.
    OpServer = "op-server-override", Breaks, Patch, Silent;
    /// A constant query parameter of an operation is new, gone, or has another value.
    /// It tells operations of one path apart: check that it is still the same operation.
    OpConstant = "op-constant", Breaks, Patch, Silent;
    /// What tells an operation from others with the same method and path is new, gone, or something else.
    /// It is sent with every call: check that it is still the same operation.
    OpToldBy = "op-told-by", Breaks, Patch, Silent;
    /// An operation is now deprecated.
    /// Callers get a warning; those who forbid warnings do not compile.
    OpDeprecated = "op-deprecated", Safe, Minor, Seen;
    /// An operation is no longer deprecated.
    /// Nothing to do.
    OpUndeprecated = "op-undeprecated", Safe, Patch, Seen;
    /// The words about an operation changed.
    /// Nothing to do.
    OpDoc = "op-doc", Safe, Patch, Docs;
    /// The answers of an operation are cut into pages in another way.
    /// Callers who walk the pages themselves must follow.
    OpPagination = "op-pagination", Breaks, Major, Seen;
    /// The documents now say how the answers of an operation are cut into pages.
    /// Callers may walk the pages; check whether the answers were cut before too.
    OpPaginationAdded = "op-pagination-added", Maybe, Minor, Seen;
    /// The answers of an operation are no longer cut into pages.
    /// Callers who walk the pages must stop.
    OpPaginationRemoved = "op-pagination-removed", Maybe, Major, Seen;

    // ── parameters ───────────────────────────────────────────────────────────────────────────
    /// There is a further parameter that may be left out.
    /// Nothing to do.
    ParamAddedOptional = "param-added-optional", Safe, Minor, Seen;
    /// There is a further parameter; the documents do not say whether it may be left out.
    /// It becomes optional. Ask the vendor.
    ParamAddedUnknown = "param-added-unknown", Maybe, Minor, Seen;
    /// There is a further parameter that must be given.
    /// Callers must give it.
    ParamAddedRequired = "param-added-required", Breaks, Major, Seen;
    /// There is a further required parameter, which has a default.
    /// It counts as optional: who leaves it out gets the default.
    ParamAddedRequiredDefault = "param-added-required-default", Safe, Minor, Seen;
    /// There is a further header that must be given.
    /// Callers must give it; if it is always the same, make it a constant header.
    HeaderParamAddedRequired = "header-param-added-required", Breaks, Major, Seen;
    /// There is a further cookie that may be given.
    /// Nothing to do.
    CookieParamAdded = "cookie-param-added", Safe, Minor, Seen;
    /// An operation's path has a further parameter.
    /// Callers must give it.
    PathParamAdded = "path-param-added", Breaks, Major, Seen;
    /// A parameter that could be left out is gone.
    /// Its setter is gone too. Servers often ignore what they do not know, so old clients may silently lose its effect.
    ParamRemoved = "param-removed", Maybe, Major, Seen;
    /// A parameter that had to be given is gone.
    /// Callers must stop giving it.
    ParamRemovedRequired = "param-removed-required", Safe, Major, Seen;
    /// A parameter has another name on the wire.
    /// Old clients send a name that nobody reads. Keep the Rust name in the lock and callers need not change.
    ParamRenamed = "param-renamed", Breaks, Major, Seen;
    /// A parameter that could be left out must be given.
    /// Callers must give it.
    ParamBecameRequired = "param-became-required", Breaks, Major, Seen;
    /// A parameter that had to be given may be left out.
    /// It moves from an argument to a setter.
    ParamBecameOptional = "param-became-optional", Safe, Major, Seen;
    /// The documents now say, or no longer say, that something may be left out.
    /// What is not known to be required is optional in the client: nothing to do.
    PresenceSaid = "presence-said", Safe, Patch, Docs;
    /// A parameter goes elsewhere: path, query, header, cookie or form.
    /// Old clients send it where nobody looks. A value in a query may end up in logs.
    ParamLocationChanged = "param-location-changed", Breaks, Patch, Silent;
    /// The type of a parameter in the path takes more than before.
    /// Callers pass another type; what they sent is still taken.
    PathParamType = "path-param-type", Safe, Major, Seen;
    /// The type of a parameter changed.
    /// Callers pass another type.
    ParamTypeChanged = "param-type-changed", Breaks, Major, Seen;
    /// The type of a parameter takes more than before.
    /// Callers pass another type; what they sent is still taken.
    ParamTypeWidened = "param-type-widened", Safe, Major, Seen;
    /// A whole number as a parameter may have a fraction.
    /// Callers pass another type; what they sent is still taken.
    ParamIntNumber = "param-int-number", Safe, Major, Seen;
    /// A parameter takes several values instead of one.
    /// Callers pass a list.
    ParamScalarToArray = "param-scalar-to-array", Safe, Major, Seen;
    /// A parameter takes one value instead of several.
    /// Callers who sent several are no longer served.
    ParamArrayToScalar = "param-array-to-scalar", Breaks, Major, Seen;
    /// A text as a parameter must have a form, such as a date.
    /// Callers pass another type; other texts are refused.
    ParamFormatAdded = "param-format-added", Breaks, Major, Seen;
    /// A parameter takes only listed values.
    /// Callers pass one of them; others still fit, as the list is open.
    ParamBecameEnum = "param-became-enum", Breaks, Major, Seen;
    /// A parameter is no longer bound to listed values.
    /// Keep the open enumeration in the lock and callers need not change.
    ParamEnumDropped = "param-enum-dropped", Safe, Major, Seen;
    /// A parameter takes a further value.
    /// Nothing to do.
    ParamEnumValueAdded = "param-enum-value-added", Safe, Minor, Seen;
    /// A parameter no longer takes a value.
    /// Callers who send it are refused.
    ParamEnumValueRemoved = "param-enum-value-removed", Breaks, Major, Seen;
    /// A parameter may be null.
    /// Nothing to do.
    ParamNullable = "param-nullable", Safe, Minor, Seen;
    /// A parameter may no longer be null.
    /// Callers who send null are refused.
    ParamNotNullable = "param-not-nullable", Breaks, Major, Seen;
    /// A parameter has a default.
    /// Who leaves it out may get another result. Defaults are never sent.
    ParamDefaultAdded = "param-default-added", Maybe, Patch, Silent;
    /// A parameter has another default.
    /// Who leaves it out gets another result. Send the old value to keep it.
    ParamDefaultChanged = "param-default-changed", Maybe, Patch, Silent;
    /// A parameter no longer has a default.
    /// Who leaves it out may get another result, or none.
    ParamDefaultRemoved = "param-default-removed", Maybe, Patch, Silent;
    /// A parameter may be less long than before.
    /// Longer texts are refused by the vendor; the client does not check.
    ParamMaxlenDecreased = "param-maxlen-decreased", Breaks, Patch, Silent;
    /// The length of a parameter has a limit.
    /// Longer texts are refused by the vendor; the client does not check.
    ParamMaxlenAdded = "param-maxlen-added", Maybe, Patch, Silent;
    /// A parameter may be longer than before.
    /// Nothing to do.
    ParamMaxlenIncreased = "param-maxlen-increased", Safe, Patch, Seen;
    /// A parameter is now deprecated.
    /// Callers who set it get a warning.
    ParamDeprecated = "param-deprecated", Safe, Minor, Seen;
    /// A parameter is no longer deprecated.
    /// Nothing to do.
    ParamUndeprecated = "param-undeprecated", Safe, Patch, Seen;
    /// The words about a parameter changed.
    /// Nothing to do.
    ParamDoc = "param-doc", Safe, Patch, Docs;

    // ── request bodies ───────────────────────────────────────────────────────────────────────
    /// An operation takes a body that may be left out.
    /// Nothing to do.
    ReqBodyAddedOptional = "req-body-added-optional", Safe, Minor, Seen;
    /// An operation takes a body that must be given.
    /// Callers must give it.
    ReqBodyAddedRequired = "req-body-added-required", Breaks, Major, Seen;
    /// An operation no longer takes a body.
    /// Callers must stop giving it; look whether parameters took its place.
    ReqBodyRemoved = "req-body-removed", Breaks, Major, Seen;
    /// A body that could be left out must be given.
    /// Callers must give it.
    ReqBodyBecameRequired = "req-body-became-required", Breaks, Major, Seen;
    /// A body that had to be given may be left out.
    /// It moves from an argument to a setter.
    ReqBodyBecameOptional = "req-body-became-optional", Safe, Major, Seen;
    /// A parameter is written in another way: a part has another media type, or an empty value another form.
    /// The types stay, the bytes change: old clients may send what nobody reads.
    ParamWritten = "param-written", Maybe, Patch, Silent;
    /// A body goes over the wire in another format.
    /// The types stay, the bytes change: old clients send what nobody reads.
    ReqMediaChanged = "req-media-changed", Breaks, Patch, Silent;
    /// There is a further field in a request that may be left out.
    /// Nothing to do.
    ReqPropAddedOptional = "req-prop-added-optional", Safe, Minor, Seen;
    /// There is a further field in a request; the documents do not say whether it may be left out.
    /// It becomes optional. Ask the vendor.
    ReqPropAddedUnknown = "req-prop-added-unknown", Maybe, Minor, Seen;
    /// There is a further field in a request that must be given.
    /// Callers must give it.
    ReqPropAddedRequired = "req-prop-added-required", Breaks, Major, Seen;
    /// A field of a request that could be left out is gone.
    /// Callers who set it must stop; old clients may silently lose its effect.
    ReqPropRemoved = "req-prop-removed", Maybe, Major, Seen;
    /// A field of a request that had to be given is gone.
    /// Callers must stop giving it.
    ReqPropRemovedRequired = "req-prop-removed-required", Maybe, Major, Seen;
    /// A field of a request has another name on the wire.
    /// Old clients send a name that nobody reads. Keep the Rust name in the lock and callers need not change.
    ReqPropRenamed = "req-prop-renamed", Breaks, Major, Seen;
    /// A field of a request that could be left out must be given.
    /// Callers must give it.
    ReqPropBecameRequired = "req-prop-became-required", Breaks, Major, Seen;
    /// A field of a request that had to be given may be left out.
    /// It moves from an argument to a setter.
    ReqPropBecameOptional = "req-prop-became-optional", Safe, Major, Seen;
    /// The type of a value in a request changed.
    /// Callers pass another type.
    ReqPropType = "req-prop-type", Breaks, Major, Seen;
    /// The type of a value in a request takes more than before.
    /// Callers pass another type; what they sent is still taken.
    ReqPropWidened = "req-prop-widened", Safe, Major, Seen;
    /// An enumeration in a request has a further value.
    /// Nothing to do.
    ReqEnumAdded = "req-enum-added", Safe, Minor, Seen;
    /// An enumeration in a request lost a value.
    /// Callers who send it are refused.
    ReqEnumRemoved = "req-enum-removed", Breaks, Major, Seen;
    /// A value in a request must be one of a list.
    /// Callers pass one of them; others still fit, as the list is open.
    ReqPropBecameEnum = "req-prop-became-enum", Breaks, Major, Seen;
    /// A value in a request is no longer bound to a list.
    /// Keep the open enumeration in the lock and callers need not change.
    ReqEnumDropped = "req-enum-dropped", Safe, Major, Seen;
    /// A value in a request may be null.
    /// Callers pass another type.
    ReqPropNullable = "req-prop-nullable", Safe, Major, Seen;
    /// A value in a request may no longer be null.
    /// Callers who send null are refused.
    ReqPropNotNullable = "req-prop-not-nullable", Breaks, Major, Seen;
    /// What every request has at a place of its body or form has another value.
    /// The client sends the new one without being asked: check that the operation still does the same.
    ReqConstantChanged = "req-constant-changed", Breaks, Patch, Silent;
    /// The text that a request sends has changed between its holes, or is new or gone.
    /// The client sends the new one without being asked; holes that are new or gone are told with the parameters that fill them.
    ReqTemplate = "req-template", Maybe, Patch, Silent;
    /// What callers gave to a request now always has one value.
    /// Callers must stop giving it: the client sends it.
    ReqConstantAdded = "req-constant-added", Maybe, Major, Seen;
    /// What every request had with one value is now given by the caller.
    /// Callers must give it.
    ReqConstantRemoved = "req-constant-removed", Maybe, Major, Seen;
    /// A field of a request has another default, or one where it had none.
    /// Who leaves it out may get another result. Send the old value to keep it.
    ReqPropDefault = "req-prop-default", Maybe, Patch, Silent;
    /// A field can no longer be written.
    /// Callers must stop setting it.
    ReqPropReadOnly = "req-prop-read-only", Maybe, Major, Seen;
    /// A field of a request may be less long than before.
    /// Longer texts are refused by the vendor; the client does not check.
    ReqConstraint = "req-constraint", Breaks, Patch, Silent;
    /// A field of a request may be longer than before.
    /// Nothing to do.
    ReqConstraintLoosened = "req-constraint-loosened", Safe, Patch, Seen;
    /// An object in a request takes further keys.
    /// Nothing to do.
    ReqAdditionalOpened = "req-additional-opened", Safe, Minor, Seen;
    /// An object in a request no longer takes keys beside its fields.
    /// Callers who send them are refused.
    ReqAdditionalClosed = "req-additional-closed", Breaks, Major, Seen;
    /// A union in a request has a further case.
    /// Nothing to do.
    ReqOneofAdded = "req-oneof-added", Safe, Minor, Seen;
    /// A union in a request lost a case.
    /// Callers who send it are refused.
    ReqOneofRemoved = "req-oneof-removed", Breaks, Major, Seen;

    // ── answers ──────────────────────────────────────────────────────────────────────────────
    /// An operation has a further answer that says yes.
    /// The type of the answer may change for callers.
    RespSuccessAdded = "resp-success-added", Maybe, Major, Seen;
    /// An operation says yes with another status.
    /// The client takes any status of success; code that looks at the number may not.
    RespSuccessChanged = "resp-success-changed", Maybe, None, Silent;
    /// An answer that says yes is gone.
    /// Callers who handle it must stop.
    RespSuccessRemoved = "resp-success-removed", Breaks, Major, Seen;
    /// An operation has a further answer that says no.
    /// It was an undocumented status before.
    RespErrorAdded = "resp-error-added", Safe, Minor, Seen;
    /// An answer that says no is gone.
    /// Callers who handle it must stop; should the vendor still send it, it is an undocumented status.
    RespErrorRemoved = "resp-error-removed", Safe, Major, Seen;
    /// The body of an answer that says no changed as a whole.
    /// Callers who read it must follow.
    RespErrorSchema = "resp-error-schema", Breaks, Major, Seen;
    /// An answer no longer has a body.
    /// Callers who read it must stop.
    RespBodyTo204 = "resp-body-to-204", Breaks, Major, Seen;
    /// An answer that was empty has a body.
    /// The method returns a value instead of nothing.
    RespBodyAdded = "resp-body-added", Safe, Major, Seen;
    /// There is a further field in an answer that may be absent.
    /// Nothing to do; it was kept among the unknown fields before.
    RespPropAddedOptional = "resp-prop-added-optional", Safe, Minor, Seen;
    /// There is a further field in an answer that is always there.
    /// Recorded answers without it, such as those in tests, no longer decode.
    RespPropAddedRequired = "resp-prop-added-required", Maybe, Minor, Seen;
    /// A field of an answer that could be absent is gone.
    /// Callers who read it must stop. Should the vendor still send it, it is kept among the unknown fields.
    RespPropRemovedOptional = "resp-prop-removed-optional", Safe, Major, Seen;
    /// A field of an answer that was always there is gone.
    /// Old clients fail to decode.
    RespPropRemovedRequired = "resp-prop-removed-required", Breaks, Major, Seen;
    /// A deprecated field of an answer is gone.
    /// It was announced; callers who still read it must stop.
    RespPropRemovedDeprecated = "resp-prop-removed-deprecated", Safe, Major, Seen;
    /// A field of an answer has another name on the wire.
    /// Old clients do not find it. Keep the Rust name in the lock, and the old name as an alias, and callers need not change.
    RespPropRenamed = "resp-prop-renamed", Breaks, Major, Seen;
    /// A field of an answer that was always there may be absent.
    /// Callers must handle its absence. Pinning it as required keeps their code, and decoding then fails where it is absent.
    RespPropBecameOptional = "resp-prop-became-optional", Breaks, Major, Seen;
    /// A field of an answer that could be absent is always there.
    /// Keep it optional in the lock and callers need not change.
    RespPropBecameRequired = "resp-prop-became-required", Safe, Major, Seen;
    /// A value in an answer may be null.
    /// Callers must handle it.
    RespPropNullable = "resp-prop-nullable", Breaks, Major, Seen;
    /// A value in an answer is no longer null.
    /// Keep it nullable in the lock and callers need not change.
    RespPropNotNullable = "resp-prop-not-nullable", Safe, Major, Seen;
    /// The type of a value in an answer changed.
    /// Callers read another type; old clients may fail to decode.
    RespPropType = "resp-prop-type", Breaks, Major, Seen;
    /// A number in an answer is always whole.
    /// Callers read another type.
    RespNumberInteger = "resp-number-integer", Safe, Major, Seen;
    /// A whole number in an answer may have a fraction.
    /// Callers read another type; old clients fail on a fraction.
    RespIntegerNumber = "resp-integer-number", Breaks, Major, Seen;
    /// A text in an answer has a form, such as a date and time.
    /// Callers read another type; values without that form no longer fit.
    RespFormatDatetime = "resp-format-datetime", Safe, Major, Seen;
    /// One value in an answer became several.
    /// Callers read a list; old clients fail to decode.
    RespScalarArray = "resp-scalar-array", Breaks, Major, Seen;
    /// The items of a list in an answer have another type.
    /// Callers read another type; old clients may fail to decode.
    RespItemsType = "resp-items-type", Breaks, Major, Seen;
    /// The values of a map in an answer have another type.
    /// Callers read another type; old clients may fail to decode.
    RespMapValue = "resp-map-value", Breaks, Major, Seen;
    /// A map in an answer became an object with fields.
    /// Callers read fields instead of keys.
    RespMapObject = "resp-map-object", Maybe, Major, Seen;
    /// An object in an answer became one of several shapes.
    /// Callers must tell the cases apart.
    RespObjectOneof = "resp-object-oneof", Breaks, Major, Seen;
    /// A list in an answer is wrapped in an object.
    /// Callers read the list from a field; old clients fail to decode. Often the sign of new paging.
    RespEnvelope = "resp-envelope", Breaks, Major, Seen;
    /// An enumeration in an answer has a further value.
    /// It arrived as an unlisted value before: code that looks for its text there no longer finds it.
    RespEnumAdded = "resp-enum-added", Maybe, Minor, Silent;
    /// An enumeration in an answer lost a value.
    /// Callers who match it must stop: the value, should it come, is an unlisted one.
    RespEnumRemoved = "resp-enum-removed", Safe, Major, Seen;
    /// A value in an answer is one of a list.
    /// Callers read another type.
    RespBecameEnum = "resp-became-enum", Safe, Major, Seen;
    /// A value in an answer is no longer bound to a list.
    /// Keep the open enumeration in the lock and callers need not change.
    RespEnumDropped = "resp-enum-dropped", Maybe, Major, Seen;
    /// A union in an answer has a further case.
    /// It arrived as an unknown case before.
    RespOneofAdded = "resp-oneof-added", Maybe, Minor, Silent;
    /// A union in an answer lost a case.
    /// Callers who match it must stop.
    RespOneofRemoved = "resp-oneof-removed", Safe, Major, Seen;
    /// The length of a field of an answer has another limit.
    /// The client does not check it; a database column of the caller's may.
    RespConstraint = "resp-constraint", Maybe, Patch, Seen;
    /// A field of an answer has another default.
    /// The client does not fill it in: code that assumes it may be wrong.
    RespPropDefault = "resp-prop-default", Maybe, Patch, Silent;
    /// A field no longer comes back.
    /// Callers who read it must stop.
    RespWriteOnly = "resp-write-only", Maybe, Major, Seen;
    /// An object in an answer has further keys that are data.
    /// Nothing to do; they were kept among the unknown fields before.
    RespKeysAdded = "resp-keys-added", Safe, Minor, Seen;
    /// An object in an answer no longer has keys that are data.
    /// Callers who read them must stop.
    RespKeysRemoved = "resp-keys-removed", Maybe, Major, Seen;
    /// The keys of an object that are data begin with something else.
    /// Old clients find nothing under the old prefix.
    KeysPrefix = "keys-prefix", Breaks, Patch, Silent;

    // ── what types and fields share ──────────────────────────────────────────────────────────
    /// A type became untyped, or an untyped value got a type.
    /// Callers read or pass another type.
    SchemaAny = "schema-any", Maybe, Major, Seen;
    /// A type has another name.
    /// Callers write the new name; an entry under `[names]` in docwright.toml keeps the old one.
    SchemaRenamed = "schema-renamed", Safe, Major, Seen;
    /// A type with a name was written out where it is used.
    /// Keep the name in the lock and callers need not change.
    SchemaInlined = "schema-inlined", Safe, Major, Seen;
    /// A type that was written out where it is used got a name.
    /// Callers write the new name; an entry under `[names]` in docwright.toml keeps the old one.
    SchemaExtracted = "schema-extracted", Safe, Major, Seen;
    /// A type that nothing uses is new.
    /// No code is made for it: nothing to do.
    SchemaUnusedAdded = "schema-unused-added", Safe, None, Seen;
    /// A type that nothing used is gone.
    /// No code was made for it: nothing to do.
    SchemaUnusedRemoved = "schema-unused-removed", Safe, None, Seen;
    /// A type that nothing uses changed.
    /// No code is made for it: nothing to do.
    SchemaUnusedChanged = "schema-unused-changed", Safe, None, Seen;
    /// A field of an answer is now deprecated.
    /// Callers who read it get a warning.
    RespPropDeprecated = "resp-prop-deprecated", Safe, Minor, Seen;
    /// A field of a request is now deprecated.
    /// Callers who set it get a warning.
    ReqPropDeprecated = "req-prop-deprecated", Safe, Minor, Seen;
    /// A field is no longer deprecated.
    /// Nothing to do.
    PropUndeprecated = "prop-undeprecated", Safe, Patch, Seen;
    /// A value is now a secret, or no longer one.
    /// Its type may hide it from logs: callers then have to ask for it.
    SecretChanged = "secret-changed", Safe, Major, Seen;
    /// A field is read under a further name.
    /// Nothing to do.
    AliasAdded = "alias-added", Safe, Patch, Seen;
    /// A field is no longer read under another name.
    /// If the vendor still sends that name, the value ends up among the unknown fields.
    AliasRemoved = "alias-removed", Maybe, Patch, Silent;
    /// The words about a type changed.
    /// Nothing to do.
    DocSchema = "doc-schema", Safe, Patch, Docs;
    /// The words about a field or a value changed.
    /// Nothing to do.
    DocProp = "doc-prop", Safe, Patch, Docs;
    /// An example changed.
    /// Nothing to do.
    DocExample = "doc-example", Safe, Patch, Docs;
    /// The words about when a thing is there changed.
    /// Read them: they may hide a change of behaviour.
    DocCondition = "doc-condition", Safe, Patch, Docs;
    /// What the document wrongly says about a type changed.
    /// Check whether the correction is still needed.
    DocSays = "doc-says", Safe, Patch, Docs;
    /// A decision that a person took, or its reason, changed.
    /// Nothing to do.
    DocDecision = "doc-decision", Safe, Patch, Docs;
    /// The words about an answer changed.
    /// Nothing to do.
    DocResponse = "doc-response", Safe, Patch, Docs;

    // ── errors, outcome, limits ──────────────────────────────────────────────────────────────
    /// The documents now describe the body of answers that say no.
    /// Nothing to do; its text was kept before.
    ErrorModelAdded = "error-model-added", Safe, Minor, Seen;
    /// The documents no longer describe the body of answers that say no.
    /// Callers who read it must stop.
    ErrorModelRemoved = "error-model-removed", Maybe, Major, Seen;
    /// The code of an error stands in another field.
    /// Old clients find no code; code that matches codes no longer runs.
    ErrorCodeField = "error-code-field", Breaks, Patch, Silent;
    /// The message of an error stands in another field.
    /// Old clients show no message.
    ErrorMessageField = "error-message-field", Breaks, Patch, Silent;
    /// The catalogue of errors has a further code.
    /// It arrived as an unlisted code before: code that looks for it there no longer finds it.
    ErrorCodeAdded = "error-code-added", Maybe, Minor, Silent;
    /// The catalogue of errors lost a code.
    /// Callers who match it must stop.
    ErrorCodeRemoved = "error-code-removed", Safe, Major, Seen;
    /// A code of the catalogue comes with another HTTP status.
    /// Code that looks at the status, and not at the code, behaves differently.
    ErrorCodeStatus = "error-code-status", Maybe, Patch, Silent;
    /// A code of the catalogue comes with another message for people.
    /// Code that compares messages should compare codes.
    DocErrorMessage = "doc-error-message", Safe, Patch, Docs;
    /// A body says in another way whether the call succeeded.
    /// What was a success may become an error, and the other way round. Try it.
    OutcomeChanged = "outcome-changed", Breaks, Patch, Silent;
    /// The documents now describe the body that every answer has.
    /// Nothing to do.
    EnvelopeAdded = "envelope-added", Safe, Minor, Seen;
    /// The documents no longer describe the body that every answer has.
    /// Callers who read it must stop.
    EnvelopeRemoved = "envelope-removed", Maybe, Major, Seen;
    /// The vendor allows fewer requests, or limits them for the first time.
    /// Callers may be refused where they were not before.
    RateLimitLowered = "rate-limit-lowered", Maybe, Patch, Silent;
    /// The vendor allows more requests, or no longer limits them.
    /// Nothing to do.
    RateLimitRaised = "rate-limit-raised", Safe, Patch, Seen;
    /// There is a further webhook.
    /// Nothing to do.
    OpCallback = "op-callback", Safe, Minor, Seen;
    /// A webhook is gone.
    /// Callers who wait for it wait in vain.
    WebhookRemoved = "webhook-removed", Breaks, Major, Seen;
    /// The words about a webhook changed.
    /// Nothing to do.
    DocWebhook = "doc-webhook", Safe, Patch, Docs;

    // ── authentication ───────────────────────────────────────────────────────────────────────
    /// There is a further way to authenticate.
    /// Nothing to do.
    AuthSchemeAdded = "auth-scheme-added", Safe, Minor, Seen;
    /// A way to authenticate is gone.
    /// Callers who use it must change to another.
    AuthSchemeRemoved = "auth-scheme-removed", Maybe, Major, Seen;
    /// All ways to authenticate were replaced by others.
    /// Every caller must change.
    AuthGlobalScheme = "auth-global-scheme", Breaks, Major, Seen;
    /// The documents no longer describe any way to authenticate.
    /// Often a mistake in the document: ask before credentials are no longer sent.
    AuthGlobalRemoved = "auth-global-removed", Safe, Patch, Silent;
    /// A way to authenticate has another name.
    /// Callers write the new name; an entry under `[names]` in docwright.toml keeps the old one.
    AuthSchemeRenamed = "auth-scheme-renamed", Safe, Major, Seen;
    /// A credential is sent in another kind of way.
    /// Callers give other values.
    AuthSchemeType = "auth-scheme-type", Breaks, Major, Seen;
    /// Callers give other credentials.
    /// Callers must change how they authenticate.
    AuthValues = "auth-values", Breaks, Major, Seen;
    /// The name of the header, query parameter or cookie of a credential changed.
    /// Old clients are refused as soon as the vendor switches.
    AuthApikeyName = "auth-apikey-name", Breaks, Patch, Silent;
    /// A credential goes elsewhere: header, query or cookie.
    /// Old clients are refused. A secret in a query ends up in logs.
    AuthApikeyIn = "auth-apikey-in", Breaks, Patch, Silent;
    /// What stands before a credential in its header changed.
    /// Old clients are refused as soon as the vendor switches.
    AuthPrefix = "auth-prefix", Breaks, Patch, Silent;
    /// An operation needs authentication.
    /// Calls without it are refused.
    AuthOpAdded = "auth-op-added", Breaks, Patch, Silent;
    /// An operation no longer needs authentication.
    /// Often a mistake in the document: ask.
    AuthOpRemoved = "auth-op-removed", Safe, Patch, Seen;
    /// An operation accepts a further way to authenticate.
    /// Nothing to do.
    AuthOpAlternative = "auth-op-alternative", Safe, Minor, Seen;
    /// An operation no longer accepts a way to authenticate.
    /// Calls that use it are refused.
    AuthOpNarrowed = "auth-op-narrowed", Breaks, Patch, Silent;
    /// The words about a way to authenticate changed.
    /// Nothing to do.
    DocAuth = "doc-auth", Safe, Patch, Docs;
}
