//! A class behind one address that opens the page in the same moment, as one of its devices meets it.

use basic_chat::BasicChat;
use common::Options;
use common::server::addresses::network_addresses;
use testkit::{Browser, TestServer, http};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;

/// Places of the one address, and how many of them others have taken when the page is opened. Those
/// others ask for nothing more, so their places are free again within a few seconds.
const PLACES: u32 = 64;
const TAKEN: u32 = 61;

#[tokio::test]
async fn a_page_of_which_a_part_is_refused_says_so_and_comes_by_itself() {
    let Some(browser) = &Browser::start().await else {
        return;
    };
    // This machine's own address by which others come: loopback has no limit.
    let Some(host) = network_addresses().unwrap().into_iter().next() else {
        return;
    };
    let options = Options {
        port: 0,
        host: Some(host),
        per_address: PLACES,
        ..Options::default()
    };
    let server = TestServer::start_with(options, || BasicChat::new(5.0)).await;
    let address = server.address();
    let mut others = Vec::new();
    for _ in 0..TAKEN {
        let mut other = TcpStream::connect(address).await.unwrap();
        let asked = http::request(address, "GET", "/healthz", "", "");
        other.write_all(asked.as_bytes()).await.unwrap();
        others.push(other);
    }
    let tab = browser.open(&format!("http://{address}/")).await;
    tab.until(
        "the words",
        "document.querySelector('.again')?.textContent.includes('loads again')",
    )
    .await;
    tab.screenshot("crowded").await;
    tab.until(
        "the page",
        "document.querySelector('#name') && !document.querySelector('.again')",
    )
    .await;
    server.stop().await;
}
