package dev.plumb.cli;

import java.lang.reflect.Proxy;

/** The signal of Ctrl-C while the process is ending already, which the JVM by itself no longer hears. */
final class Interrupts {
    private Interrupts() {}

    /** Ends the process without delay at the next interrupt. If interrupts cannot be observed, nothing changes. */
    static void haltAtNext(int code) {
        // by reflection: the compiler warns of this package, and every JDK has it
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object halts = Proxy.newProxyInstance(
                    Interrupts.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            Runtime.getRuntime().halt(code);
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("INT"), halts);
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.getLogger("dev.plumb.cli").log(System.Logger.Level.DEBUG, "a second interrupt is not heard", e);
        }
    }
}
