package dev.tierwall.core.model;

/** One step from a snapshot to the next. */
public sealed interface Change {

    /** The object that is different. */
    ObjectKey key();

    /** The object is there now, new or in a new version. */
    record Put(ClusterObject object) implements Change {
        @Override
        public ObjectKey key() {
            return object.key();
        }
    }

    /** The object is gone. Deleting what is not there changes nothing. */
    record Delete(ObjectKey key) implements Change {}
}
