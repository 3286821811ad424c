package dev.plumb.objects;

import java.util.List;
import java.util.Optional;

/**
 * A STUN or TURN server. TURN is not supported yet: its URLs are accepted and gather nothing.
 *
 * @param urls the URLs, such as {@code stun:stun.example.org:3478}
 * @param username the user name for TURN; empty for none
 * @param credential password for TURN; empty for none
 * @param credentialType the kind of credential
 * @param oauth the token where that is by OAuth
 * @spec https://www.w3.org/TR/webrtc/#dom-rtciceserver WebRTC, RTCIceServer Dictionary
 */
public record RTCIceServer(
        List<String> urls,
        String username,
        String credential,
        RTCIceCredentialType credentialType,
        Optional<RTCOAuthCredential> oauth) {
    public RTCIceServer {
        RTCException.requirePresent(
                "RTCIceServer",
                "urls",
                urls,
                "username",
                username,
                "credential",
                credential,
                "credentialType",
                credentialType,
                "oauth",
                oauth);
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new RTCException(RTCException.Name.SYNTAX, "an ICE server needs at least one URL");
        }
        urls.forEach(ServerUrl::parse);
        boolean turn = urls.stream().anyMatch(u -> u.startsWith("turn"));
        boolean proven = credentialType == RTCIceCredentialType.OAUTH ? oauth.isPresent() : !credential.isEmpty();
        if (turn && (username.isEmpty() || !proven)) {
            throw RTCException.invalidAccess("a TURN server needs a username and a credential");
        }
    }

    /** Creates a server with a password. Empty strings stand for none. */
    public RTCIceServer(List<String> urls, String username, String credential) {
        this(urls, username, credential, RTCIceCredentialType.PASSWORD, Optional.empty());
    }

    /** Creates a server with a token. */
    public RTCIceServer(List<String> urls, String username, RTCOAuthCredential token) {
        this(urls, username, "", RTCIceCredentialType.OAUTH, Optional.of(token));
    }

    /** Creates a server that needs no credentials. */
    public RTCIceServer(String url) {
        this(List.of(url), "", "");
    }
}
