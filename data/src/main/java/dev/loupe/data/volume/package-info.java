/// Volumes: NIfTI and DICOM files, series of slices, folders of volumes as datasets.
@NullMarked
package dev.loupe.data.volume;

import org.jspecify.annotations.NullMarked;
