/// The model zoo: one file a family, and a registry.
@NullMarked
package dev.loupe.models;

import org.jspecify.annotations.NullMarked;
