package dev.plumb.objects;

import dev.plumb.media.codec.MediaKind;

/**
 * A header extension that is understood.
 *
 * @param kind the kind of media that it is for
 * @param uri the URI that names it
 * @param preferredId 1 to 255, without 15
 * @param preferredEncrypt whether it had better be encrypted
 * @spec https://draft.ortc.org/#rtcrtpheaderextension* ORTC 9.5, The RTCRtpHeaderExtension Dictionary
 */
public record RTCRtpHeaderExtension(MediaKind kind, String uri, int preferredId, boolean preferredEncrypt) {
    public RTCRtpHeaderExtension {
        RTCException.requirePresent("RTCRtpHeaderExtension", "kind", kind, "uri", uri);
        RTCRtpHeaderExtensionParameters.requireUri(uri);
        RTCRtpHeaderExtensionParameters.requireId(preferredId);
    }

    /** Creates a header extension that is sent in the clear. */
    public RTCRtpHeaderExtension(MediaKind kind, String uri, int preferredId) {
        this(kind, uri, preferredId, false);
    }

    /** Returns this header extension as parameters, under its preferred id. */
    public RTCRtpHeaderExtensionParameters toParameters() {
        return new RTCRtpHeaderExtensionParameters(uri, preferredId);
    }
}
