//! Pages in, text out. The pages are made up, in the manner of news sites.

use super::*;

fn texts(html: &str) -> Vec<String> {
    read(html).unwrap().text.split("\n\n").map(str::to_owned).collect()
}

fn body(html: &str) -> String {
    read(&format!("<html><body>{html}</body></html>")).unwrap().text
}

/// Sentences to fill articles with, so that they look like articles.
const FILL: &str = "The vote had been expected for weeks, and the hall was full long before the mayor arrived, with \
                    people standing along the walls and on the stairs that lead down to the market square.";

#[test]
fn a_news_page_gives_its_article() {
    let page = format!(
        r##"<!DOCTYPE html><html lang="en"><head><title>Harbour bridge to close | The Port Herald</title>
<meta property="og:site_name" content="The Port Herald"><meta name="author" content="Joan Abara">
<meta property="article:published_time" content="2024-05-01T09:00:00Z">
<meta property="og:description" content="The bridge closes in June."><script>var x = "<p>not this</p>";</script></head>
<body><div id="cookie-banner" class="cookie-consent"><p>We use cookies to improve your experience. By continuing you
agree to our policy, which you can read in full, and which is long.</p><button>Accept</button></div>
<nav class="main-nav"><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<header><h1>Harbour bridge to close</h1></header>
<main><article class="story-body">
<div class="share-buttons"><a href="#">Share on Facebook</a> <a href="#">Tweet</a></div>
<figure><img src="b.jpg" alt="bridge"><figcaption>The bridge on Monday. Photograph: Port Herald</figcaption></figure>
<p>The harbour bridge will close in June, <a href="/lee">Ann Lee</a>, the harbour master, said on Monday.
&ldquo;We have <em>no</em> choice&rdquo;, she said.</p>
<p>{FILL}</p>
<p>&quot;It&#8217;s a caf&eacute; owner&rsquo;s nightmare,&quot; said <strong>Bo</strong>&nbsp;Chan.</p>
<blockquote><p>“Nobody asked us.”</p></blockquote>
<p>{FILL}</p>
<aside class="related"><h3>Related stories</h3><ul><li><a href="/1">Old bridge</a></li>
<li><a href="/2">New bridge</a></li></ul></aside>
<p>Work begins on&#160;1&nbsp;June.</p>
</article>
<section id="comments" class="comments"><h2>Comments</h2><div class="comment"><p>What a mess, said everybody I know,
and they should know, since they live there and see it daily.</p></div></section></main>
<footer><p>© The Port Herald. All rights reserved.</p></footer></body></html>"##
    );
    let page = read(&page).unwrap();
    assert!(page.is_article);
    let expected = format!(
        "The bridge on Monday. Photograph: Port Herald\n\n\
         The harbour bridge will close in June, Ann Lee, the harbour master, said on Monday. “We have no choice”, she \
         said.\n\n{FILL}\n\n\"It’s a café owner’s nightmare,\" said Bo\u{a0}Chan.\n\n“Nobody asked us.”\n\n{FILL}\n\n\
         Work begins on\u{a0}1\u{a0}June."
    );
    assert_eq!(page.text, expected);
    let field = |name| page.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| value.as_str());
    assert_eq!(field("title"), Some("Harbour bridge to close | The Port Herald"));
    assert_eq!(field("byline"), Some("Joan Abara"));
    assert_eq!(field("site"), Some("The Port Herald"));
    assert_eq!(field("published"), Some("2024-05-01T09:00:00Z"));
    assert_eq!(field("lang"), Some("en"));
    assert_eq!(field("excerpt"), Some("The bridge closes in June."));
}

#[test]
fn breaks_in_pairs_part_paragraphs() {
    let page = format!(
        "<html><body><div id=menu><a href=a>A</a> | <a href=b>B</a></div><table><tr><td><div class=text>\
         “It is late,” said Ann Lee.<br><br>{FILL}<br />\n<br>“We wait,” she said.<br>Then she left.<br><br><br>{FILL}\
         </div></td></tr></table></body></html>"
    );
    let expected = [
        "“It is late,” said Ann Lee.".to_owned(),
        FILL.to_owned(),
        "“We wait,” she said.\nThen she left.".to_owned(),
        FILL.to_owned(),
    ];
    assert_eq!(texts(&page), expected);
}

#[test]
fn a_break_before_a_paragraph_glues_nothing() {
    let page = format!(
        "<html><body><p>{FILL}</p><span>“One,” she said.<br>“Two,” he said.<p>{FILL}</p></span></body></html>"
    );
    assert_eq!(texts(&page), [FILL, "“One,” she said.\n“Two,” he said.", FILL]);
    assert_eq!(body("<pre>a<br>b<br><br>c</pre>"), "a\nb\n\nc");
}

#[test]
fn divs_and_headings_are_paragraphs() {
    let page = format!(
        "<html><body><div class=article><h2>One</h2><div>{FILL}</div><div><span>“We</span> <span>wait,</span>”\
         <span> he said.</span></div><h2>Two</h2><div>{FILL}</div><ul><li>“First.”</li><li>“Second.”</li></ul>\
         <div>{FILL}</div></div></body></html>"
    );
    let expected = ["One", FILL, "“We wait,” he said.", "Two", FILL, "“First.”", "“Second.”", FILL];
    assert_eq!(texts(&page), expected);
}

#[test]
fn a_short_page_gives_what_it_shows() {
    assert_eq!(body("<p>“It is late,” said Ann Lee.</p>"), "“It is late,” said Ann Lee.");
    assert_eq!(
        body("<nav><a href=/>Home</a></nav>Just <b>this</b>.<script>x</script><footer>©</footer>"),
        "Just this."
    );
    assert_eq!(body(""), "");
    assert_eq!(read("").unwrap().text, "");
    assert_eq!(read("plain “text” &amp; no tags").unwrap().text, "plain “text” & no tags");
}

#[test]
fn marks_of_quotation_elements_are_written_out() {
    assert_eq!(body("<p>He said <q>no <q>maybe</q> now</q>.</p>"), "He said “no ‘maybe’ now”.");
}

#[test]
fn white_space_is_as_a_browser_shows_it() {
    assert_eq!(body("<p>a\n  <i> b</i>c <b>d </b>, e</p><pre>x\n  y</pre>"), "a bc d , e\n\nx\n  y");
    assert_eq!(body("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>"), "a b\nc");
}

#[test]
fn hostile_pages_end() {
    assert_eq!(read(&"<div>".repeat(100_000)), Err(tree::TooComplex::Deep));
    let length = |page: &str| read(page).unwrap().text.len();
    assert_eq!(length(&"<div>x, y".repeat(200)), 1198);
    assert_eq!(length(&"<table><tr><td>x".repeat(50)), 148);
    assert_eq!(length(&"<b>x ".repeat(200)), 399);
    assert_eq!(length(&"x<br><br>".repeat(5000)), 14_998);
    assert_eq!(length(&"&bogus;&#0;&#xd800; ".repeat(5000)), 69_999);
    assert_eq!(length(&"&quot;x&quot; ".repeat(50_000)), 199_999);
    assert_eq!(length(&"a & b ".repeat(50_000)), 299_999);
    assert_eq!(length(&format!("<a href='{}'>x</a>", "&amp;".repeat(50_000))), 1);
    assert_eq!(length(&"<!-- ".repeat(20_000)), 0);
    assert_eq!(length(&"<script>".repeat(50_000)), 0);
    assert_eq!(length(&"<!doctype ".repeat(5000)), 0);
    assert_eq!(length(&"<".repeat(5000)), 5000);
    let data = |json: &str| format!("<script type='application/ld+json'>{}</script><p>x", json.repeat(5000));
    assert_eq!((length(&data("[")), length(&data("{\"a\":"))), (1, 1));
}
