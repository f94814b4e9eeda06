//! The page's files, which are part of the program. A new file is a new row here.

/// A file of the page.
pub struct Asset {
    /// Where the page asks for it.
    pub path: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// What is in it.
    pub text: &'static str,
}

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

const fn asset(path: &'static str, media: &'static str, text: &'static str) -> Asset {
    Asset { path, media, text }
}

/// Every file of the page.
pub const ASSETS: &[Asset] = &[
    asset("/", HTML, include_str!("page/index.html")),
    asset("/style.css", CSS, include_str!("page/style.css")),
    asset("/message.css", CSS, include_str!("page/message.css")),
    asset("/cards.css", CSS, include_str!("page/cards.css")),
    asset("/page.js", SCRIPT, include_str!("page/page.js")),
    asset("/element.js", SCRIPT, include_str!("page/element.js")),
    asset("/discord.js", SCRIPT, include_str!("page/discord.js")),
    asset("/markdown.js", SCRIPT, include_str!("page/markdown.js")),
    asset("/conversation.js", SCRIPT, include_str!("page/conversation.js")),
    asset("/message.js", SCRIPT, include_str!("page/message.js")),
    asset("/listbox.js", SCRIPT, include_str!("page/listbox.js")),
    asset("/form.js", SCRIPT, include_str!("page/form.js")),
    asset("/command.js", SCRIPT, include_str!("page/command.js")),
    asset("/composer.js", SCRIPT, include_str!("page/composer.js")),
    asset("/diagnostics.js", SCRIPT, include_str!("page/diagnostics.js")),
    asset("/cards.js", SCRIPT, include_str!("page/cards.js")),
    asset("/icon.svg", "image/svg+xml", include_str!("page/icon.svg")),
];

/// The file that stands there.
pub fn at(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}
