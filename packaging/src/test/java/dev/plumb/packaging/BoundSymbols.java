package dev.plumb.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The native methods that our code reaches through the bindings: what it calls itself, what those methods call, and
 * what runs as their classes are initialized.
 */
final class BoundSymbols {
    private static final Pattern OF_A_SYSTEM = Pattern.compile("org/lwjgl/system/(linux|macosx|windows|freebsd)/.*");

    private final String system;
    private final Map<String, Optional<ClassModel>> classes = new HashMap<>();
    private final Set<Method> seen = new HashSet<>();
    private final Deque<Method> open = new ArrayDeque<>();
    private final Set<Method> natives = new TreeSet<>();

    private BoundSymbols(String system) {
        this.system = system;
    }

    /**
     * A method.
     *
     * @param owner the class, with slashes
     */
    record Method(String owner, String name, String descriptor) implements Comparable<Method> {
        @Override
        public int compareTo(Method other) {
            return toString().compareTo(other.toString());
        }

        /** Returns the symbol of this method where its name is not overloaded. */
        String symbol() {
            return "Java_" + mangled(owner) + "_" + mangled(name);
        }

        /** Returns the symbol of this method where its name is overloaded. */
        String longSymbol() {
            return symbol() + "__" + mangled(descriptor.substring(1, descriptor.indexOf(')')));
        }

        /** JNI specification, Resolving Native Method Names. */
        private static String mangled(String name) {
            StringBuilder mangled = new StringBuilder();
            for (int i = 0; i < name.length(); i++) {
                char c = name.charAt(i);
                switch (c) {
                    case '/' -> mangled.append('_');
                    case '_' -> mangled.append("_1");
                    case ';' -> mangled.append("_2");
                    case '[' -> mangled.append("_3");
                    case '$' -> mangled.append("_00024");
                    default -> mangled.append(c);
                }
            }
            return mangled.toString();
        }
    }

    /**
     * Returns the native methods that these classes of ours reach.
     *
     * @param system the name of LWJGL's package for the operating system; those for others are not entered
     */
    static Set<Method> reachedFrom(Iterable<byte[]> ours, String system) {
        BoundSymbols symbols = new BoundSymbols(system);
        for (byte[] one : ours) {
            ClassFile.of().parse(one).methods().forEach(symbols::scan);
        }
        while (!symbols.open.isEmpty()) {
            symbols.visit(symbols.open.pop());
        }
        return symbols.natives;
    }

    /** Returns the names that a class of function pointers looks up as it is initialized. */
    static Set<String> lookedUpBy(String owner, String lookup) {
        Set<String> names = new TreeSet<>();
        MethodModel initializer = new BoundSymbols("linux")
                .model(owner).orElseThrow().methods().stream()
                        .filter(m -> m.methodName().equalsString("<clinit>"))
                        .findFirst()
                        .orElseThrow();
        String constant = "";
        for (CodeElement element : initializer.code().orElseThrow()) {
            if (element instanceof ConstantInstruction c && c.constantValue() instanceof String text) {
                constant = text;
            } else if (element instanceof InvokeInstruction i && i.name().equalsString(lookup)) {
                names.add(constant);
            }
        }
        return names;
    }

    private void visit(Method wanted) {
        String owner = wanted.owner();
        while (owner != null) {
            Optional<ClassModel> model = model(owner);
            if (model.isEmpty()) {
                return;
            }
            for (MethodModel method : model.get().methods()) {
                if (method.methodName().equalsString(wanted.name())
                        && method.methodType().equalsString(wanted.descriptor())) {
                    if (method.flags().has(AccessFlag.NATIVE)) {
                        natives.add(new Method(owner, wanted.name(), wanted.descriptor()));
                    }
                    scan(method);
                    return;
                }
            }
            owner = wanted.name().startsWith("<")
                    ? null
                    : model.get().superclass().map(c -> c.asInternalName()).orElse(null);
        }
    }

    private void scan(MethodModel method) {
        method.code().ifPresent(code -> code.forEach(this::scan));
    }

    private void scan(CodeElement element) {
        switch (element) {
            case InvokeInstruction i -> {
                reach(new Method(
                        i.owner().asInternalName(),
                        i.name().stringValue(),
                        i.type().stringValue()));
                if (i.opcode() == Opcode.INVOKESTATIC) {
                    initialize(i.owner().asInternalName());
                }
            }
            case NewObjectInstruction n -> instantiate(n.className().asInternalName());
            case FieldInstruction f
            when f.opcode() == Opcode.GETSTATIC -> initialize(f.owner().asInternalName());
            case InvokeDynamicInstruction d ->
                d.bootstrapArgs().forEach(argument -> {
                    if (argument instanceof DirectMethodHandleDesc handle) {
                        reach(new Method(internalName(handle.owner()), handle.methodName(), handle.lookupDescriptor()));
                    }
                });
            default -> {}
        }
    }

    private static String internalName(ClassDesc type) {
        String descriptor = type.descriptorString();
        return descriptor.startsWith("L") ? descriptor.substring(1, descriptor.length() - 1) : descriptor;
    }

    /** Whatever is made may be called by an interface or a super class. */
    private void instantiate(String owner) {
        initialize(owner);
        model(owner)
                .ifPresent(c -> c.methods().stream()
                        .filter(m -> !m.flags().has(AccessFlag.STATIC))
                        .forEach(m -> reach(new Method(
                                owner,
                                m.methodName().stringValue(),
                                m.methodType().stringValue()))));
    }

    private void initialize(String owner) {
        String one = owner;
        while (one != null && isBinding(one)) {
            reach(new Method(one, "<clinit>", "()V"));
            one = model(one)
                    .flatMap(ClassModel::superclass)
                    .map(c -> c.asInternalName())
                    .orElse(null);
        }
    }

    private void reach(Method method) {
        if (isBinding(method.owner()) && seen.add(method)) {
            open.push(method);
        }
    }

    private boolean isBinding(String owner) {
        boolean elsewhere =
                OF_A_SYSTEM.matcher(owner).matches() && !owner.startsWith("org/lwjgl/system/" + system + "/");
        return (owner.startsWith("org/lwjgl/") && !elsewhere) || owner.startsWith("org/bytedeco/");
    }

    /** Reads a class as this JVM would load it: of jars of several releases, the one for it. */
    private Optional<ClassModel> model(String owner) {
        return classes.computeIfAbsent(owner, o -> {
            if (!isBinding(o)) {
                return Optional.empty();
            }
            try (InputStream in = BoundSymbols.class.getClassLoader().getResourceAsStream(o + ".class")) {
                return in == null
                        ? Optional.empty()
                        : Optional.of(ClassFile.of().parse(in.readAllBytes()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
