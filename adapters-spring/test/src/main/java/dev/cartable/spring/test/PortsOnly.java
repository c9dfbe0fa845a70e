package dev.cartable.spring.test;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.core.type.classreading.MetadataReader;
import org.springframework.core.type.classreading.MetadataReaderFactory;
import org.springframework.util.ClassUtils;

/** Of an application's components, leaves those that are of a type of Cartable's. */
final class PortsOnly extends TypeExcludeFilter {
    private static final String OURS = "dev.cartable.";

    @Override
    public boolean match(MetadataReader component, MetadataReaderFactory factory) throws IOException {
        String name = component.getClassMetadata().getClassName();
        try {
            Class<?> type = ClassUtils.forName(name, PortsOnly.class.getClassLoader());
            for (Class<?> port : ClassUtils.getAllInterfacesForClass(type)) {
                if (port.getName().startsWith(OURS)) {
                    return false;
                }
            }
            return true;
        } catch (ClassNotFoundException | LinkageError e) {
            return true;
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PortsOnly;
    }

    @Override
    public int hashCode() {
        return PortsOnly.class.hashCode();
    }
}
