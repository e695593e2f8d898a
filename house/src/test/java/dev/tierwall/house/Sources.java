package dev.tierwall.house;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The project's Java sources as the compiler parses them: the types and methods that are written down. */
final class Sources {
    /** A class, record, interface or enum; nested ones have their outer types in the name, separated by dots. */
    record Type(Path file, String packageName, String name, boolean isTopLevel, boolean isPublic, boolean hasJavadoc) {}

    /** A method or constructor with a body, its parameters, and the lines of that body with its braces. */
    record Method(
            Path file,
            String type,
            String name,
            List<String> annotations,
            boolean isPrivate,
            int parameters,
            int lines) {}

    /** A public method, field or record component, as declared, without its body. */
    record PublicMember(Path file, String name, String declaration) {}

    static final List<Type> TYPES = new ArrayList<>();
    static final List<Method> METHODS = new ArrayList<>();
    static final List<PublicMember> PUBLIC_MEMBERS = new ArrayList<>();

    static {
        parse();
    }

    private Sources() {}

    /** Whether a file is part of what ships, not of tests and benchmarks. */
    static boolean isProduct(Path file) {
        return file.toString().contains("/src/main/java/")
                && !file.startsWith("bench")
                && !file.startsWith("deploy")
                && !file.startsWith("house");
    }

    /** The names of the top-level types in each package, of those types that {@code which} takes. */
    static Map<String, Set<String>> packages(Predicate<Type> which) {
        return TYPES.stream()
                .filter(Type::isTopLevel)
                .filter(type -> !type.packageName().isEmpty())
                .filter(which)
                .collect(groupingBy(Type::packageName, mapping(Type::name, toCollection(TreeSet::new))));
    }

    private static void parse() {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Path> files = Checkout.filesEndingWith(".java").stream()
                .map(Checkout.ROOT::resolve)
                .toList();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(files));
            DocTrees trees = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(trees, unit).scan(new TreePath(unit), null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Reader extends TreePathScanner<Void, Void> {
        private final DocTrees trees;
        private final CompilationUnitTree unit;
        private final Path file;

        Reader(DocTrees trees, CompilationUnitTree unit) {
            this.trees = trees;
            this.unit = unit;
            this.file = Checkout.ROOT.relativize(Path.of(unit.getSourceFile().toUri()));
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (!type.getSimpleName().isEmpty()) {
                String outer = outerTypes();
                DocCommentTree comment = trees.getDocCommentTree(getCurrentPath());
                TYPES.add(new Type(
                        file,
                        unit.getPackageName() == null
                                ? ""
                                : unit.getPackageName().toString(),
                        outer + type.getSimpleName(),
                        outer.isEmpty(),
                        type.getModifiers().getFlags().contains(Modifier.PUBLIC),
                        comment != null && !comment.getFirstSentence().isEmpty()));
            }
            return super.visitClass(type, unused);
        }

        @Override
        public Void visitVariable(VariableTree variable, Void unused) {
            if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type) {
                boolean isComponent = type.getKind() == Tree.Kind.RECORD
                        && !variable.getModifiers().getFlags().contains(Modifier.STATIC);
                if (isComponent || variable.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                    PUBLIC_MEMBERS.add(new PublicMember(
                            file, variable.getName().toString(), variable.getModifiers() + " " + variable.getType()));
                }
            }
            return super.visitVariable(variable, unused);
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            if (method.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
                PUBLIC_MEMBERS.add(new PublicMember(
                        file,
                        method.getName().toString(),
                        method.getModifiers() + " " + method.getReturnType() + " " + method.getParameters()));
            }
            if (method.getBody() != null) {
                LineMap lines = unit.getLineMap();
                long start = trees.getSourcePositions().getStartPosition(unit, method.getBody());
                long end = trees.getSourcePositions().getEndPosition(unit, method.getBody());
                METHODS.add(new Method(
                        file,
                        outerTypes().replaceFirst("\\.$", ""),
                        method.getName().toString(),
                        method.getModifiers().getAnnotations().stream()
                                .map(annotation ->
                                        annotation.getAnnotationType().toString())
                                .toList(),
                        method.getModifiers().getFlags().contains(Modifier.PRIVATE),
                        method.getParameters().size(),
                        (int) (lines.getLineNumber(end) - lines.getLineNumber(start) + 1)));
            }
            return super.visitMethod(method, unused);
        }

        /** The types around the current place, each followed by a dot. */
        private String outerTypes() {
            StringBuilder names = new StringBuilder();
            for (TreePath path = getCurrentPath().getParentPath(); path != null; path = path.getParentPath()) {
                if (path.getLeaf() instanceof ClassTree outer && outer.getKind() != Tree.Kind.ANNOTATION) {
                    names.insert(0, outer.getSimpleName() + ".");
                }
            }
            return names.toString();
        }
    }
}
