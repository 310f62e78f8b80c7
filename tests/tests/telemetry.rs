//! Telemetry as `tracing-opentelemetry` exports it: attribute names and types, statuses, and spans of dropped calls.

#![allow(clippy::unwrap_used, reason = "in a test, a panic is the report")]

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use certcentral::types::CreateKeyRequest;
use certcentral::{Client, RetryPolicy};
use conformance::api_view::{OperationView, document, operations};
use conformance::fault::{FaultServer, Step};
use conformance::recording_server::{API_KEY, read_request, response};
use opentelemetry::trace::{SpanKind, Status, TracerProvider as _};
use opentelemetry::{KeyValue, Value};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider, SpanData};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tracing::subscriber::DefaultGuard;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::{Context, SubscriberExt as _};

/// A created key. Obviously fake.
const CREATED: &str = r#"{"id":184,"api_key":"not-a-real-created-key"}"#;

/// Collects the spans of this thread.
struct Telemetry {
    provider: SdkTracerProvider,
    exporter: InMemorySpanExporter,
    /// Notified when an attempt ends.
    attempt: Arc<Notify>,
    _guard: DefaultGuard,
}

impl Telemetry {
    fn start() -> Self {
        let exporter = InMemorySpanExporter::default();
        let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
        let layer = tracing_opentelemetry::layer()
            .with_tracer(provider.tracer("tests"))
            .with_location(false)
            .with_threads(false)
            .with_tracked_inactivity(false);
        let attempt = Arc::new(Notify::new());
        let subscriber = tracing_subscriber::registry().with(layer).with(OnAttempt(Arc::clone(&attempt)));
        let guard = tracing::subscriber::set_default(subscriber);
        Self { provider, exporter, attempt, _guard: guard }
    }

    /// Returns the SDK's only span.
    fn span(&self) -> SpanData {
        self.provider.force_flush().unwrap();
        let spans = self.exporter.get_finished_spans().unwrap();
        let is_ours = |span: &SpanData| attributes(&span.attributes)["target"] == "certcentral".into();
        let [span] = spans.into_iter().filter(is_ours).collect::<Vec<_>>().try_into().unwrap();
        span
    }
}

/// Notifies of debug events, which the SDK emits for attempts only.
struct OnAttempt(Arc<Notify>);

impl<S: Subscriber> Layer<S> for OnAttempt {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let metadata = event.metadata();
        if metadata.target() == "certcentral" && *metadata.level() == Level::DEBUG {
            self.0.notify_one();
        }
    }
}

fn attributes(attributes: &[KeyValue]) -> BTreeMap<String, Value> {
    attributes.iter().map(|KeyValue { key, value, .. }| (key.to_string(), value.clone())).collect()
}

/// Returns the documented operation that the tests call.
fn operation() -> OperationView {
    operations(&document()).into_iter().find(|operation| operation.id == "create_key").unwrap()
}

fn client(base_url: &str) -> Client {
    let policy = RetryPolicy::default().initial_backoff(Duration::from_millis(1));
    Client::builder().base_url(base_url).api_key(API_KEY).retry(policy).build().unwrap()
}

async fn create(client: Client) {
    // The span contains the result.
    let _ = client.create_key(1234, CreateKeyRequest::new("ci")).await;
}

/// The expected content of a span.
struct Expected {
    outcome: &'static str,
    status: Option<i64>,
    attempts: i64,
    error_type: Option<&'static str>,
    warning: Option<&'static str>,
}

/// Compares all attributes of a span, including their types, and its status and warnings.
fn check(span: &SpanData, port: u16, expected: &Expected) {
    let Expected { outcome, status, attempts, error_type, warning } = expected;
    let operation = operation();
    let name = format!("{} {}", operation.method, operation.path);
    assert_eq!((&*span.name, &span.span_kind), (&*name, &SpanKind::Client));
    let failed = if error_type.is_some() { Status::error("") } else { Status::Unset };
    assert_eq!(span.status, failed, "{outcome}");

    let result = |mut more: BTreeMap<&'static str, Value>| {
        more.extend([
            ("certcentral.operation", operation.id.clone().into()),
            ("certcentral.outcome", (*outcome).into()),
            ("certcentral.attempts", Value::I64(*attempts)),
        ]);
        more.extend(status.map(|status| ("http.response.status_code", Value::I64(status))));
        more.extend(error_type.map(|error_type| ("error.type", error_type.into())));
        more.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<BTreeMap<_, _>>()
    };
    let mut found = attributes(&span.attributes);
    let duration = found.remove("certcentral.duration");
    assert!(matches!(duration, Some(Value::F64(seconds)) if seconds >= 0.0), "{duration:?}");
    let mut always = BTreeMap::from([
        ("target", "certcentral".into()),
        ("http.request.method", operation.method.clone().into()),
        ("url.template", operation.path.clone().into()),
        ("server.address", "localhost".into()),
        ("server.port", Value::I64(port.into())),
    ]);
    if *attempts > 1 {
        always.insert("http.request.resend_count", Value::I64(attempts - 1));
    }
    assert_eq!(found, result(always));

    let is_warning =
        |event: &&opentelemetry::trace::Event| attributes(&event.attributes)["level"] == Value::from("WARN");
    let warnings: Vec<_> = span.events.iter().filter(is_warning).collect();
    assert_eq!(warnings.iter().map(|event| &*event.name).collect::<Vec<_>>(), Vec::from_iter(*warning));
    for event in warnings {
        let event_only = BTreeMap::from([("level", "WARN".into()), ("target", "certcentral".into())]);
        assert_eq!(attributes(&event.attributes), result(event_only));
    }
}

const MAY_HAVE_SUCCEEDED: Option<&str> = Some("the call may have taken effect");
const IS_UNREADABLE: Option<&str> = Some("the call took effect, and its response cannot be read");

#[tokio::test]
async fn finished_calls_export_typed_opentelemetry_attributes() {
    let json = "application/json";
    let answer = |status, body| vec![Step::Read, Step::Send(response(status, json, body).into_bytes())];
    let row = |outcome, status, attempts, error_type, warning| Expected {
        outcome,
        status,
        attempts,
        error_type,
        warning,
    };
    let table = [
        (vec![answer(201, CREATED)], row("success", Some(201), 1, None, None)),
        (
            vec![answer(429, ""), answer(429, ""), answer(201, CREATED)],
            row("success", Some(201), 3, None, None),
        ),
        (vec![answer(403, "{}")], row("refused", Some(403), 1, Some("403"), None)),
        (
            vec![answer(201, "{}")],
            row("unreadable", Some(201), 1, Some("unreadable_response"), IS_UNREADABLE),
        ),
        (vec![answer(500, "{}")], row("unknown", Some(500), 1, Some("500"), MAY_HAVE_SUCCEEDED)),
        (vec![vec![Step::Read]], row("unknown", None, 1, Some("connection"), MAY_HAVE_SUCCEEDED)),
    ];
    for (scripts, expected) in table {
        let server = FaultServer::start(scripts, None).await;
        let base_url = server.base_url();
        let telemetry = Telemetry::start();
        create(client(&base_url)).await;
        let span = telemetry.span();
        check(&span, base_url.rsplit(':').next().unwrap().parse().unwrap(), &expected);
        let attempts = span.events.iter().filter(|event| event.name == "attempt");
        for (number, event) in (1_i64..).zip(attempts.clone()) {
            let attributes = attributes(&event.attributes);
            assert_eq!(attributes["certcentral.attempt"], Value::I64(number));
            assert!(matches!(attributes.get("http.response.status_code"), None | Some(Value::I64(_))));
        }
        assert_eq!(i64::try_from(attempts.count()).unwrap(), expected.attempts);
    }
}

/// Returns a listener with its port, and a client that calls it.
async fn listener() -> (TcpListener, u16, Client) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    (listener, port, client(&format!("http://localhost:{port}")))
}

/// Accepts a connection and reads a request; returns the open connection.
async fn receive(listener: &TcpListener) -> TcpStream {
    let (mut stream, _) = listener.accept().await.unwrap();
    read_request(&mut stream).await.unwrap();
    stream
}

#[tokio::test]
async fn dropping_a_sent_call_reports_that_it_may_have_taken_effect() {
    let (listener, port, client) = listener().await;
    let telemetry = Telemetry::start();
    tokio::select! {
        () = create(client) => panic!("the call ended without a response"),
        _ = receive(&listener) => {}
    }
    let expected = Expected {
        outcome: "unknown",
        status: None,
        attempts: 1,
        error_type: Some("cancelled"),
        warning: MAY_HAVE_SUCCEEDED,
    };
    check(&telemetry.span(), port, &expected);
}

#[tokio::test]
async fn dropping_a_connecting_call_reports_that_nothing_was_sent() {
    let (listener, port, _) = listener().await;
    let client = Client::builder()
        .base_url(format!("https://localhost:{port}"))
        .api_key(API_KEY)
        .configure_http(|http| http.tls_certs_only([]))
        .build()
        .unwrap();
    let telemetry = Telemetry::start();
    tokio::select! {
        () = create(client) => panic!("the call ended without a handshake"),
        _ = listener.accept() => {}
    }
    let expected = Expected {
        outcome: "not sent",
        status: None,
        attempts: 1,
        error_type: Some("cancelled"),
        warning: None,
    };
    check(&telemetry.span(), port, &expected);
}

#[tokio::test]
async fn dropping_a_throttled_call_reports_no_possible_effect() {
    let (listener, port, client) = listener().await;
    let telemetry = Telemetry::start();
    let mut refused = Box::pin(create(client.clone()));
    let answer = async {
        let mut stream = receive(&listener).await;
        let limited = "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 100\r\nContent-Length: 0\r\n\r\n";
        stream.write_all(limited.as_bytes()).await.unwrap();
        telemetry.attempt.notified().await;
    };
    tokio::select! {
        () = &mut refused => panic!("the call did not wait for the rate limit"),
        () = answer => {}
    }

    // The first call waits for the limit to lift, and the second one waits for the first.
    let waiting = Telemetry::start();
    {
        let mut call = pin!(create(client));
        poll_fn(|context| {
            assert!(call.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
    }
    let mut expected = Expected {
        outcome: "not sent",
        status: None,
        attempts: 0,
        error_type: Some("cancelled"),
        warning: None,
    };
    check(&waiting.span(), port, &expected);
    drop(waiting);

    drop(refused);
    (expected.outcome, expected.status, expected.attempts) = ("refused", Some(429), 1);
    check(&telemetry.span(), port, &expected);
}
