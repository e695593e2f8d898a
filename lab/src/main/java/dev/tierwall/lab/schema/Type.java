package dev.tierwall.lab.schema;

/** What a field may hold. */
public sealed interface Type permits Scalar, Struct, ListType, MapType {}
