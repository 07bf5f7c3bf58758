/// Model files: tensors as safetensors, networks as JSON, written so that none is ever half there.
@NullMarked
package dev.loupe.formats;

import org.jspecify.annotations.NullMarked;
