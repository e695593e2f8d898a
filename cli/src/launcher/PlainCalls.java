import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.classfile.ClassFile.ACC_SYNTHETIC;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Replaces, in one class, the calls that Java links by generating code when they are first reached (a switch over types,
 * {@code equals} and {@code hashCode} of a record) by calls of private methods with the same meaning. Each such linking
 * costs up to a millisecond at every start, and the client compiler cannot look through what it makes.
 */
final class PlainCalls {
    private static final ClassDesc SWITCH = ClassDesc.of("java.lang.runtime.SwitchBootstraps");
    private static final ClassDesc RECORD = ClassDesc.of("java.lang.runtime.ObjectMethods");
    private static final ClassDesc OBJECTS = ClassDesc.of("java.util.Objects");

    /** A method to be added. */
    private record Added(String name, MethodTypeDesc type, Consumer<CodeBuilder> body) {}

    private final ClassDesc self;
    private final boolean isInterface;
    private final List<Added> added = new ArrayList<>();

    private PlainCalls(ClassModel type) {
        self = type.thisClass().asSymbol();
        isInterface = type.flags().has(AccessFlag.INTERFACE);
    }

    static ClassTransform in(ClassModel type) {
        PlainCalls calls = new PlainCalls(type);
        return ClassTransform.transformingMethodBodies(calls::copy)
                .andThen(ClassTransform.endHandler(calls::addMethods));
    }

    private void copy(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeDynamicInstruction call) {
            ClassDesc owner = call.bootstrapMethod().owner();
            String name = call.name().stringValue();
            List<ConstantDesc> constants = call.bootstrapArgs();
            if (owner.equals(SWITCH)
                    && name.equals("typeSwitch")
                    && constants.stream().allMatch(ClassDesc.class::isInstance)) {
                List<ClassDesc> labels =
                        constants.stream().map(ClassDesc.class::cast).toList();
                replace(code, call, method -> select(method, labels));
                return;
            }
            if (owner.equals(RECORD) && name.equals("hashCode")) {
                replace(code, call, method -> hash(method, components(constants)));
                return;
            }
            if (owner.equals(RECORD) && name.equals("equals")) {
                replace(code, call, method -> compare(method, components(constants)));
                return;
            }
        }
        code.with(element);
    }

    private void replace(CodeBuilder code, InvokeDynamicInstruction call, Consumer<CodeBuilder> body) {
        String name = call.name().stringValue() + "$plain" + added.size();
        added.add(new Added(name, call.typeSymbol(), body));
        code.invokestatic(self, name, call.typeSymbol(), isInterface);
    }

    private void addMethods(ClassBuilder type) {
        for (Added method : added) {
            type.withMethodBody(method.name(), method.type(), ACC_PRIVATE | ACC_STATIC | ACC_SYNTHETIC, method.body());
        }
    }

    /** {@code (target, from) → the first label from that number on of which target is an instance}; -1 for null. */
    private static void select(CodeBuilder code, List<ClassDesc> labels) {
        Label notNull = code.newLabel();
        code.aload(0).ifnonnull(notNull).iconst_m1().ireturn().labelBinding(notNull);
        for (int i = 0; i < labels.size(); i++) {
            Label next = code.newLabel();
            code.iload(1).loadConstant(i).if_icmpgt(next);
            code.aload(0).instanceOf(labels.get(i)).ifeq(next);
            code.loadConstant(i).ireturn().labelBinding(next);
        }
        code.loadConstant(labels.size()).ireturn();
    }

    /** The fields of a record, from the constants that its methods are linked with: class, names, a getter for each. */
    private static List<DirectMethodHandleDesc> components(List<ConstantDesc> constants) {
        return constants.stream()
                .skip(2)
                .map(DirectMethodHandleDesc.class::cast)
                .toList();
    }

    /** {@code (record) → its hash}, as Java computes it, so that the order in hash tables stays the same. */
    private void hash(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
        code.iconst_0();
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc type = field.invocationType().returnType();
            code.loadConstant(31).imul().aload(0).getfield(self, field.methodName(), type);
            ClassDesc hashed = type.isPrimitive() ? type : ConstantDescs.CD_Object;
            code.invokestatic(type.isPrimitive() ? box(type) : OBJECTS, "hashCode", intOf(hashed))
                    .iadd();
        }
        code.ireturn();
    }

    /** {@code (record, object) → are they equal}. */
    private void compare(CodeBuilder code, List<DirectMethodHandleDesc> fields) {
        Label different = code.newLabel();
        code.aload(1).instanceOf(self).ifeq(different).aload(1).checkcast(self).astore(2);
        for (DirectMethodHandleDesc field : fields) {
            ClassDesc type = field.invocationType().returnType();
            code.aload(0).getfield(self, field.methodName(), type).aload(2).getfield(self, field.methodName(), type);
            if (type.isPrimitive()) {
                // The same as == but for NaN and -0.0, which a record compares as their boxes do.
                code.invokestatic(box(type), "compare", intOf(type, type)).ifne(different);
            } else {
                code.invokestatic(
                                OBJECTS,
                                "equals",
                                MethodTypeDesc.ofDescriptor("(Ljava/lang/Object;Ljava/lang/Object;)Z"))
                        .ifeq(different);
            }
        }
        code.iconst_1().ireturn().labelBinding(different).iconst_0().ireturn();
    }

    private static MethodTypeDesc intOf(ClassDesc... parameters) {
        return MethodTypeDesc.of(ConstantDescs.CD_int, parameters);
    }

    private static ClassDesc box(ClassDesc primitive) {
        return ClassDesc.of(
                "java.lang",
                switch (primitive.descriptorString()) {
                    case "Z" -> "Boolean";
                    case "B" -> "Byte";
                    case "S" -> "Short";
                    case "C" -> "Character";
                    case "I" -> "Integer";
                    case "J" -> "Long";
                    case "F" -> "Float";
                    default -> "Double";
                });
    }
}
