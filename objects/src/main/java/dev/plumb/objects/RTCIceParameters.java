package dev.plumb.objects;

import dev.plumb.transport.ice.IceParameters;

/**
 * User name fragment and password of one side.
 *
 * @param usernameFragment 4 to 256 ICE characters
 * @param password 22 to 256 ICE characters
 * @param iceLite whether that side only answers checks
 */
public record RTCIceParameters(String usernameFragment, String password, boolean iceLite) {
    public RTCIceParameters {
        try {
            IceParameters _ = new IceParameters(usernameFragment, password, iceLite);
        } catch (IllegalArgumentException e) {
            throw new RTCException(RTCException.Name.SYNTAX, String.valueOf(e.getMessage()), e);
        }
    }

    /** Of a full agent. */
    public RTCIceParameters(String usernameFragment, String password) {
        this(usernameFragment, password, false);
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
