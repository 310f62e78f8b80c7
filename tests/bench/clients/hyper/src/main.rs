//! A client on raw hyper with one connection per call in flight: the lower bound for any client.

use std::cell::RefCell;
use std::process::ExitCode;
use std::rc::Rc;

use bytes::Bytes;
use harness::{API_KEY, Created, NAME, USER_ID};
use http_body_util::{BodyExt as _, Full};
use hyper::Request;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde::{Deserialize, Serialize};
use tokio::net::TcpStream;

#[derive(Serialize)]
struct CreateKey<'a> {
    name: &'a str,
}

#[derive(Deserialize)]
struct CreatedKey {
    id: i64,
    api_key: String,
}

/// A server's address and the idle connections to it.
struct Client {
    address: String,
    idle: RefCell<Vec<SendRequest<Full<Bytes>>>>,
}

type Failure = Box<dyn std::error::Error>;

impl Client {
    async fn create_key(&self, user_id: i64, name: &str) -> Result<CreatedKey, Failure> {
        let idle = self.idle.borrow_mut().pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.connect().await?,
        };
        let body = serde_json::to_vec(&CreateKey { name })?;
        let request = Request::post(format!("/key/user/{user_id}"))
            .header("host", &self.address)
            .header("x-dc-devkey", API_KEY)
            .header("content-type", "application/json")
            .body(Full::from(body))?;
        connection.ready().await?;
        let response = connection.send_request(request).await?;
        if !response.status().is_success() {
            return Err(response.status().to_string().into());
        }
        let body = response.into_body().collect().await?.to_bytes();
        self.idle.borrow_mut().push(connection);
        Ok(serde_json::from_slice(&body)?)
    }

    async fn connect(&self) -> Result<SendRequest<Full<Bytes>>, Failure> {
        let stream = TcpStream::connect(&self.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(sender)
    }
}

fn main() -> ExitCode {
    let make = |base_url: &str| {
        let address = base_url.trim_start_matches("http://").to_owned();
        Rc::new(Client { address, idle: RefCell::default() })
    };
    harness::run(make, async |client: &Rc<Client>| {
        let created = client.create_key(USER_ID, NAME).await.map_err(|error| error.to_string())?;
        Ok(Created { id: created.id, length: created.api_key.len() })
    })
}
