package dev.plumb.objects;

import dev.plumb.ice.agent.IceParameters;
import java.util.List;

/**
 * User name fragment and password of one side.
 *
 * @param usernameFragment 4 to 256 ICE characters
 * @param password 22 to 256 ICE characters
 * @param iceLite whether that side only answers checks
 * @param extensions the extensions that that side adds, requires or knows
 * @spec https://www.w3.org/TR/webrtc/#dom-rtciceparameters WebRTC, RTCIceParameters Dictionary
 */
public record RTCIceParameters(
        String usernameFragment, String password, boolean iceLite, List<RTCExtension> extensions) {
    public RTCIceParameters {
        RTCException.requirePresent(
                "RTCIceParameters",
                "usernameFragment",
                usernameFragment,
                "password",
                password,
                "extensions",
                extensions);
        extensions = List.copyOf(extensions);
        try {
            IceParameters _ = new IceParameters(usernameFragment, password, iceLite);
        } catch (IllegalArgumentException e) {
            throw new RTCException(RTCException.Name.SYNTAX, String.valueOf(e.getMessage()), e);
        }
    }

    /** Creates parameters without extensions. */
    public RTCIceParameters(String usernameFragment, String password, boolean iceLite) {
        this(usernameFragment, password, iceLite, List.of());
    }

    /** Creates parameters of a full agent. */
    public RTCIceParameters(String usernameFragment, String password) {
        this(usernameFragment, password, false);
    }

    /** Returns a copy with these extensions. */
    public RTCIceParameters withExtensions(List<RTCExtension> newExtensions) {
        return new RTCIceParameters(usernameFragment, password, iceLite, newExtensions);
    }

    static RTCIceParameters of(IceParameters p) {
        return new RTCIceParameters(p.usernameFragment(), p.password(), p.iceLite());
    }

    IceParameters toEngine() {
        return new IceParameters(usernameFragment, password, iceLite);
    }

    @Override
    public String toString() {
        return "RTCIceParameters[" + usernameFragment + "]";
    }
}
