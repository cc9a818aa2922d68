//! Encryption on the way to the relay.

use std::io;
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, ClientConnection, DigitallySignedStruct, RootCertStore, StreamOwned};
use rustls::{Error, SignatureScheme};

use super::wire::{Stream, in_words};
use crate::shell::files::reason;

/// How relays are trusted: by the certificates of a file, else by those that the system trusts.
pub fn config(file: Option<&Path>) -> Result<Arc<ClientConfig>, String> {
    let provider = Arc::new(ring::default_provider());
    let mut roots = RootCertStore::empty();
    let mut pinned = Vec::new();
    match file {
        Some(path) => {
            let wrong = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
            let text = std::fs::read(path).map_err(|error| wrong(&reason(&error)))?;
            for certificate in CertificateDer::pem_slice_iter(&text) {
                let certificate = certificate.map_err(|error| wrong(&error))?;
                roots.add(certificate.clone()).map_err(|error| wrong(&error))?;
                pinned.push(certificate);
            }
            if pinned.is_empty() {
                return Err(wrong(&"there is no certificate in it (-----BEGIN CERTIFICATE-----)"));
            }
        }
        None => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let broken = |error: &dyn std::fmt::Display| format!("can't encrypt: {error}");
    let builder = ClientConfig::builder_with_provider(provider.clone()).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| broken(&error))?;
    if roots.is_empty() {
        // Nothing is trusted, and said so when it matters: a relay on this machine needs no trust.
        return Ok(Arc::new(builder.with_root_certificates(roots).with_no_client_auth()));
    }
    let authorities = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone()).build();
    let authorities = authorities.map_err(|error| broken(&error))?;
    let verifier = Arc::new(Pinned { pinned, authorities, provider });
    Ok(Arc::new(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth()))
}

/// Trusts certificates that were given themselves, as relays have them that sign their own, and
/// else what an authority signed. The rest of the work is the library's.
#[derive(Debug)]
struct Pinned {
    pinned: Vec<CertificateDer<'static>>,
    authorities: Arc<WebPkiServerVerifier>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        between: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match self.pinned.contains(certificate) {
            true => Ok(ServerCertVerified::assertion()),
            false => self.authorities.verify_server_cert(certificate, between, name, ocsp, now),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signed, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signed, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// Encrypts a connection to the host. Why it can't be, in words.
pub fn encrypted(
    mut socket: TcpStream,
    config: &Arc<ClientConfig>,
    host: &str,
    limit: Duration,
) -> Result<Stream, String> {
    let name = ServerName::try_from(host.to_owned()).map_err(|_| format!("“{host}” is no name of a host"))?;
    let mut tls = ClientConnection::new(config.clone(), name).map_err(|error| told(&error, host))?;
    let why = |error: io::Error| match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
        Some(inner) => told(inner, host),
        None => format!("the connection could not be encrypted: {}", reason(&in_words(error))),
    };
    socket.set_read_timeout(Some(limit)).map_err(why)?;
    socket.set_write_timeout(Some(limit)).map_err(why)?;
    while tls.is_handshaking() {
        tls.complete_io(&mut socket).map_err(why)?;
    }
    Ok(Stream::Tls(Box::new(StreamOwned::new(tls, socket))))
}

/// What is wrong, and what to do.
fn told(error: &Error, host: &str) -> String {
    let Error::InvalidCertificate(wrong) = error else {
        return match error {
            Error::InvalidMessage(_) => "it does not speak TLS on this port; try the other of smtps:// (465) and \
                                         smtp+starttls:// (587)"
                .to_owned(),
            other => format!("the connection could not be encrypted: {other}"),
        };
    };
    const TRUST: &str = "--ca FILE names a certificate to trust";
    let wrong = match wrong {
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => "has expired".to_owned(),
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "is not valid yet; is the clock right?".to_owned()
        }
        CertificateError::UnknownIssuer => format!("is signed by nobody who is trusted; {TRUST}"),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            format!("is not for “{host}”; is this the relay's right name?")
        }
        CertificateError::Revoked => "was revoked".to_owned(),
        // So it is with a certificate that is an authority's and signs itself.
        CertificateError::Other(inner) => format!("is not trusted ({}); {TRUST}", inner.0),
        other => format!("is wrong: {other}"),
    };
    format!("its certificate {wrong}")
}
