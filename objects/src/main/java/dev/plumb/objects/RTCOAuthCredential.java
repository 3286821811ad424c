package dev.plumb.objects;

/**
 * A token for a TURN server.
 *
 * @param macKey the key of the message authentication code, in Base64
 * @param accessToken the token, in Base64
 * @spec https://draft.ortc.org/#rtcoauthcredential* ORTC, The RTCOAuthCredential Dictionary
 */
public record RTCOAuthCredential(String macKey, String accessToken) {
    public RTCOAuthCredential {
        RTCException.requirePresent("RTCOAuthCredential", "macKey", macKey, "accessToken", accessToken);
        if (macKey.isEmpty() || accessToken.isEmpty()) {
            throw RTCException.invalidAccess("an OAuth credential has a key and a token");
        }
    }
}
