package dev.plumb.objects;

import java.util.Map;

/**
 * A header extension in use.
 *
 * @param uri the URI that names it
 * @param id 1 to 255, without 15; the same name may not have two
 * @param encrypt whether the extension is encrypted
 * @param parameters the parameters that its specification defines
 * @param required whether who does not understand it must refuse the parameters as a whole
 * @spec https://draft.ortc.org/#rtcrtpheaderextensionparameters* ORTC 9.12, The RTCRtpHeaderExtensionParameters Dictionary
 */
public record RTCRtpHeaderExtensionParameters(
        String uri, int id, boolean encrypt, Map<String, String> parameters, boolean required) {
    public RTCRtpHeaderExtensionParameters {
        RTCException.requirePresent("RTCRtpHeaderExtensionParameters", "uri", uri, "parameters", parameters);
        requireUri(uri);
        requireId(id);
        parameters = Map.copyOf(parameters);
    }

    /** Creates a header extension that is sent in the clear, has no parameters and may be ignored. */
    public RTCRtpHeaderExtensionParameters(String uri, int id) {
        this(uri, id, false, Map.of(), false);
    }

    /** Returns a copy with another id. */
    public RTCRtpHeaderExtensionParameters withId(int newId) {
        return new RTCRtpHeaderExtensionParameters(uri, newId, encrypt, parameters, required);
    }

    /** Returns a copy that is encrypted or not. */
    public RTCRtpHeaderExtensionParameters withEncrypt(boolean newEncrypt) {
        return new RTCRtpHeaderExtensionParameters(uri, id, newEncrypt, parameters, required);
    }

    /** Returns a copy with other parameters. */
    public RTCRtpHeaderExtensionParameters withParameters(Map<String, String> newParameters) {
        return new RTCRtpHeaderExtensionParameters(uri, id, encrypt, newParameters, required);
    }

    /** Returns a copy that must be understood or not. */
    public RTCRtpHeaderExtensionParameters withRequired(boolean newRequired) {
        return new RTCRtpHeaderExtensionParameters(uri, id, encrypt, parameters, newRequired);
    }

    static void requireUri(String uri) {
        if (uri.isEmpty()) {
            throw RTCException.typeError("a header extension needs a URI");
        }
    }

    static void requireId(int id) {
        if (id < 1 || id > 255 || id == 15) {
            throw RTCException.invalidAccess("id must be between 1 and 255, and not 15, not " + id);
        }
    }
}
