package dev.tierwall.lab.control;

import dev.tierwall.lab.store.StoreEvent;
import dev.tierwall.lab.store.StoreKey;
import java.util.stream.Stream;

/** Looks after the objects of one kind. It goes by what is, never by what happened, and may be asked again at any time. */
interface Controller {

    /** Which objects need another look after something has happened. */
    Stream<StoreKey> concerned(StoreEvent event);

    /** Brings the cluster nearer to what an object wants; the object may be gone. */
    void reconcile(StoreKey key);
}
