//! Health, readiness and measures over HTTP, for whoever runs the bot.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::telemetry::measures::Measures;

struct Admin {
    measures: Arc<Measures>,
    stop: CancellationToken,
}

/// `/healthz`: the program runs. `/readyz`: Discord can reach it. `/metrics`: what it measured.
pub fn router(measures: Arc<Measures>, stop: CancellationToken) -> Router {
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .with_state(Arc::new(Admin { measures, stop }))
}

/// Listens there until `stop`, in a task of its own.
///
/// # Errors
/// Where nothing can listen there.
pub async fn listen(
    address: SocketAddr,
    measures: Arc<Measures>,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let listener = TcpListener::bind(address).await?;
    tracing::info!(%address, "listening for health checks and metrics");
    let router = router(measures, stop.clone());
    tokio::spawn(async move {
        axum::serve(listener, router).with_graceful_shutdown(stop.cancelled_owned()).await
    });
    Ok(())
}

async fn ready(State(admin): State<Arc<Admin>>) -> impl IntoResponse {
    match (admin.stop.is_cancelled(), admin.measures.is_ready()) {
        (true, _) => (StatusCode::SERVICE_UNAVAILABLE, "stopping\n"),
        (_, false) => (StatusCode::SERVICE_UNAVAILABLE, "not connected to Discord\n"),
        (_, true) => (StatusCode::OK, "ready\n"),
    }
}

async fn metrics(State(admin): State<Arc<Admin>>) -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], admin.measures.render())
}
