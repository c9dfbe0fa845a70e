package dev.cartable.cli.record;

import dev.cartable.school.model.RowError;
import dev.cartable.school.port.RecordSource;

/** Proves that a file can be read to its end, so that a first run on one that cannot leaves no database. */
public final class DiscardingSink<T> implements RecordSource.Sink<T> {
    @Override
    public void record(T record, RecordSource.Origin origin) {}

    @Override
    public void withdrawn(String id, RecordSource.Origin origin) {}

    @Override
    public void error(RowError error) {}
}
