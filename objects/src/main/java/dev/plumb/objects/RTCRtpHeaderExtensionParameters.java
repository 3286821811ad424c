package dev.plumb.objects;

/**
 * A header extension in use.
 *
 * @param uri its name
 * @param id 1 to 255, without 15; the same name may not have two
 */
public record RTCRtpHeaderExtensionParameters(String uri, int id) {
    public RTCRtpHeaderExtensionParameters {
        if (id < 1 || id > 255 || id == 15) {
            throw RTCException.invalidAccess("a header extension's id goes from 1 to 255, without 15, and is " + id);
        }
    }
}
