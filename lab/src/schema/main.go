// Writes the table of built-in kinds, lab/src/main/resources/dev/tierwall/lab/schema/table.txt, from the Go sources of
// the Kubernetes API: names, types, numbers, keys and enumerations, no descriptions. Run it with ./generate.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"sort"
	"strconv"
	"strings"
)

// A package of the API: how the table calls it, its folder, its apiVersion, the prefix of its names in OpenAPI, and the
// kinds that the table holds with all that they are made of.
type source struct {
	alias, folder, version, prefix, kinds string
}

var sources = []source{
	{"meta", "apimachinery/pkg/apis/meta/v1", "meta.k8s.io/v1", "io.k8s.apimachinery.pkg.apis.meta.v1",
		"Status DeleteOptions Table WatchEvent PartialObjectMetadata APIGroupList APIGroup APIResourceList APIVersions"},
	{"core", "api/core/v1", "v1", "io.k8s.api.core.v1",
		"Pod PodTemplate Namespace Node Service Endpoints ConfigMap Secret ServiceAccount Event ReplicationController " +
			"PersistentVolumeClaim PersistentVolume ResourceQuota LimitRange Binding"},
	{"apps", "api/apps/v1", "apps/v1", "io.k8s.api.apps.v1",
		"Deployment ReplicaSet StatefulSet DaemonSet ControllerRevision"},
	{"batch", "api/batch/v1", "batch/v1", "io.k8s.api.batch.v1", "Job CronJob"},
	{"networking", "api/networking/v1", "networking.k8s.io/v1", "io.k8s.api.networking.v1",
		"NetworkPolicy Ingress IngressClass"},
	{"discovery", "api/discovery/v1", "discovery.k8s.io/v1", "io.k8s.api.discovery.v1", "EndpointSlice"},
	{"rbac", "api/rbac/v1", "rbac.authorization.k8s.io/v1", "io.k8s.api.rbac.v1",
		"Role RoleBinding ClusterRole ClusterRoleBinding"},
	{"authorization", "api/authorization/v1", "authorization.k8s.io/v1", "io.k8s.api.authorization.v1",
		"SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview LocalSubjectAccessReview"},
	{"authentication", "api/authentication/v1", "authentication.k8s.io/v1", "io.k8s.api.authentication.v1",
		"TokenReview TokenRequest SelfSubjectReview"},
	{"apiextensions", "apiextensions-apiserver/pkg/apis/apiextensions/v1", "apiextensions.k8s.io/v1",
		"io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1", "CustomResourceDefinition"},
	{"events", "api/events/v1", "events.k8s.io/v1", "io.k8s.api.events.v1", "Event"},
	{"coordination", "api/coordination/v1", "coordination.k8s.io/v1", "io.k8s.api.coordination.v1", "Lease"},
	{"policy", "api/policy/v1", "policy/v1", "io.k8s.api.policy.v1", "PodDisruptionBudget Eviction"},
	{"autoscaling", "api/autoscaling/v1", "autoscaling/v1", "io.k8s.api.autoscaling.v1",
		"Scale HorizontalPodAutoscaler"},
	{"autoscaling2", "api/autoscaling/v2", "autoscaling/v2", "io.k8s.api.autoscaling.v2", "HorizontalPodAutoscaler"},
	{"storage", "api/storage/v1", "storage.k8s.io/v1", "io.k8s.api.storage.v1", "StorageClass"},
	{"scheduling", "api/scheduling/v1", "scheduling.k8s.io/v1", "io.k8s.api.scheduling.v1", "PriorityClass"},
}

// Types with a form of their own in JSON or in protobuf; the table names them, and the program knows them.
var special = map[string]string{
	"meta.Time": "Time", "meta.MicroTime": "MicroTime", "meta.Duration": "Duration", "meta.FieldsV1": "FieldsV1",
	"resource.Quantity": "Quantity", "intstr.IntOrString": "IntOrString", "runtime.RawExtension": "Raw",
	"apiextensions.JSON": "Json", "apiextensions.JSONSchemaPropsOrArray": "SchemaOrArray",
	"apiextensions.JSONSchemaPropsOrBool":        "SchemaOrBool",
	"apiextensions.JSONSchemaPropsOrStringArray": "SchemaOrStrings",
}

var scalars = map[string]string{"string": "string", "bool": "bool", "int32": "int32", "int64": "int64",
	"int": "int64", "uint32": "int64", "float64": "double"}

type declaration struct {
	in   source
	spec *ast.TypeSpec
	doc  string
	file *ast.File
}

var (
	declared = map[string]declaration{} // by alias.Name
	aliases  = map[string]string{       // by import path
		"k8s.io/apimachinery/pkg/api/resource": "resource", "k8s.io/apimachinery/pkg/util/intstr": "intstr",
		"k8s.io/apimachinery/pkg/runtime": "runtime", "k8s.io/apimachinery/pkg/types": "types"}
	constants = map[string][]string{} // values by alias.Name of their type
	pending   []string
	seen      = map[string]bool{}
)

func main() {
	for _, s := range sources {
		aliases["k8s.io/"+s.folder] = s.alias
	}
	for _, s := range sources {
		load(s, filepath.Join(os.Args[1], s.folder))
	}
	bySource := map[string][]string{}
	for _, s := range sources {
		for _, kind := range strings.Fields(s.kinds) {
			reach(s.alias + "." + kind)
		}
	}
	for len(pending) > 0 {
		name := pending[0]
		pending = pending[1:]
		lines := render(name)
		alias := strings.Split(name, ".")[0]
		bySource[alias] = append(bySource[alias], lines)
	}
	fmt.Println("# Written by lab/src/schema/generate from the Go sources of the Kubernetes API", os.Args[2]+".")
	fmt.Println("# package ALIAS APIVERSION OPENAPI-PREFIX; type NAME [kind] [list] [atomic]; NUMBER FIELD TYPE [FLAG…]")
	for _, s := range sources {
		fmt.Println("package", s.alias, s.version, s.prefix)
		sort.Strings(bySource[s.alias])
		fmt.Print(strings.Join(bySource[s.alias], ""))
	}
}

func load(s source, folder string) {
	files, _ := filepath.Glob(filepath.Join(folder, "*.go"))
	for _, path := range files {
		if strings.HasSuffix(path, "_test.go") || strings.Contains(filepath.Base(path), "generated") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ParseComments)
		if err != nil {
			panic(err)
		}
		for _, decl := range file.Decls {
			general, ok := decl.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range general.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					declared[s.alias+"."+spec.Name.Name] = declaration{s, spec, markers(general.Doc), file}
				case *ast.ValueSpec:
					collect(s, spec)
				}
			}
		}
	}
}

func collect(s source, spec *ast.ValueSpec) {
	kind, ok := spec.Type.(*ast.Ident)
	if !ok {
		return
	}
	for _, value := range spec.Values {
		if literal, ok := value.(*ast.BasicLit); ok && literal.Kind == token.STRING {
			text, _ := strconv.Unquote(literal.Value)
			name := s.alias + "." + kind.Name
			constants[name] = append(constants[name], text)
		}
	}
}

// markers keeps the lines of a comment that start with a plus.
func markers(group *ast.CommentGroup) string {
	var kept []string
	if group != nil {
		for _, comment := range group.List {
			line := strings.TrimSpace(strings.TrimPrefix(comment.Text, "//"))
			if strings.HasPrefix(line, "+") {
				kept = append(kept, line)
			}
		}
	}
	return strings.Join(kept, "\n")
}

func marked(doc, name string) (string, bool) {
	for _, line := range strings.Split(doc, "\n") {
		if line == "+"+name {
			return "", true
		}
		if rest, ok := strings.CutPrefix(line, "+"+name+"="); ok {
			return strings.TrimSpace(rest), true
		}
	}
	return "", false
}

func all(doc, name string) (values []string) {
	for _, line := range strings.Split(doc, "\n") {
		if rest, ok := strings.CutPrefix(line, "+"+name+"="); ok {
			values = append(values, strings.TrimSpace(rest))
		}
	}
	return values
}

func reach(name string) {
	if !seen[name] {
		seen[name] = true
		pending = append(pending, name)
	}
}

func render(name string) string {
	d, ok := declared[name]
	if !ok {
		panic("no type " + name)
	}
	structure := d.spec.Type.(*ast.StructType)
	var out strings.Builder
	short := d.spec.Name.Name
	out.WriteString("type " + short)
	for _, kind := range strings.Fields(d.in.kinds) {
		if kind == short {
			out.WriteString(" kind")
			if _, ok := declared[name+"List"]; ok {
				out.WriteString(" list")
			}
		}
	}
	if value, _ := marked(d.doc, "structType"); value == "atomic" {
		out.WriteString(" atomic")
	}
	out.WriteString("\n")
	for _, field := range structure.Fields.List {
		out.WriteString(renderField(d, field))
	}
	return out.String()
}

func renderField(d declaration, field *ast.Field) string {
	if field.Tag == nil {
		return ""
	}
	raw, _ := strconv.Unquote(field.Tag.Value)
	tag := reflect.StructTag(raw)
	parts := strings.Split(tag.Get("json"), ",")
	number := "0"
	if wire := strings.Split(tag.Get("protobuf"), ","); len(wire) > 1 {
		number = wire[1]
		if !strings.Contains("0123456789", number[:1]) {
			return "" // a field that is not kept on the wire
		}
	}
	name := parts[0]
	if name == "-" {
		return ""
	}
	if name == "" {
		if number == "0" {
			return "" // apiVersion and kind, which every kind has
		}
		name = "^"
	}
	doc := markers(field.Doc)
	kind, enum, doctype := resolve(d, field.Type)
	flags := []string{}
	written := name != "^" && !strings.Contains(tag.Get("json"), "omitempty")
	_, optional := marked(doc, "optional")
	_, required := marked(doc, "required")
	if required || written && !optional {
		flags = append(flags, "required")
	}
	if written {
		flags = append(flags, "written")
	}
	if strings.Contains(tag.Get("json"), "omitzero") {
		flags = append(flags, "omitzero")
	}
	if value, ok := marked(doc, "default"); ok && !strings.HasPrefix(value, "ref(") {
		flags = append(flags, "default="+strings.Trim(value, `"`))
	}
	if value, ok := marked(doc, "listType"); ok {
		if keys := all(doc, "listMapKey"); value == "map" {
			value += ":" + strings.Join(keys, ",")
		}
		flags = append(flags, "list="+value)
	}
	for _, marker := range []string{"mapType", "structType"} {
		value, ok := marked(doc, marker)
		if !ok {
			value, _ = marked(doctype, marker)
		}
		if value != "" && (value == "atomic" || ok) {
			flags = append(flags, value)
		}
	}
	if strategy := tag.Get("patchStrategy"); strategy != "" {
		flags = append(flags, "patch="+strategy)
	}
	if key := tag.Get("patchMergeKey"); key != "" {
		flags = append(flags, "key="+key)
	}
	if len(enum) > 0 {
		flags = append(flags, "enum="+strings.Join(enum, "|"))
	}
	return strings.TrimRight(fmt.Sprintf(" %s %s %s %s", number, name, kind, strings.Join(flags, " ")), " ") + "\n"
}

// resolve says how the table writes a type, which values it may have, and how the type itself is marked.
func resolve(d declaration, expr ast.Expr) (kind string, enum []string, doc string) {
	switch expr := expr.(type) {
	case *ast.StarExpr:
		kind, enum, doc = resolve(d, expr.X)
		return "*" + kind, enum, doc
	case *ast.ArrayType:
		if element, ok := expr.Elt.(*ast.Ident); ok && element.Name == "byte" {
			return "bytes", nil, ""
		}
		kind, enum, _ = resolve(d, expr.Elt)
		return "[]" + kind, enum, ""
	case *ast.MapType:
		kind, enum, _ = resolve(d, expr.Value)
		return "{}" + kind, enum, ""
	case *ast.InterfaceType:
		return "any", nil, ""
	case *ast.Ident:
		if scalar, ok := scalars[expr.Name]; ok {
			return scalar, nil, ""
		}
		return named(d.in.alias+"."+expr.Name, d)
	case *ast.SelectorExpr:
		return named(imported(d.file, expr.X.(*ast.Ident).Name)+"."+expr.Sel.Name, d)
	}
	panic(fmt.Sprintf("a type that is not foreseen: %T", expr))
}

func imported(file *ast.File, name string) string {
	for _, imp := range file.Imports {
		path, _ := strconv.Unquote(imp.Path.Value)
		if imp.Name != nil && imp.Name.Name == name || imp.Name == nil && filepath.Base(path) == name {
			return aliases[path]
		}
	}
	panic("no import " + name)
}

func named(name string, from declaration) (string, []string, string) {
	if token, ok := special[name]; ok {
		return token, nil, ""
	}
	if strings.HasPrefix(name, "types.") {
		return "string", nil, ""
	}
	d, ok := declared[name]
	if !ok {
		panic("no type " + name)
	}
	switch under := d.spec.Type.(type) {
	case *ast.StructType:
		reach(name)
		if d.in.alias == from.in.alias {
			name = d.spec.Name.Name
		}
		return name, nil, d.doc
	case *ast.InterfaceType:
		return "any", nil, ""
	case *ast.ArrayType:
		if text, ok := under.Elt.(*ast.Ident); ok && text.Name == "string" {
			return "Strings", nil, d.doc // a message of its own around the list
		}
		kind, enum, _ := resolve(d, under)
		return kind, enum, d.doc
	default:
		kind, enum, _ := resolve(d, under)
		if _, ok := marked(d.doc, "enum"); ok {
			enum = constants[name]
		}
		return kind, enum, d.doc
	}
}
