package io.millrace.jobs;

import io.millrace.jobs.config.TypeNames;
import io.millrace.jobs.io.Action;
import io.millrace.jobs.io.InferTable;
import io.millrace.jobs.io.MaintainTable;
import io.millrace.jobs.io.MergeIntoFiles;
import io.millrace.jobs.io.MergeIntoTable;
import io.millrace.jobs.io.ReadFiles;
import io.millrace.jobs.io.ReadTable;
import io.millrace.jobs.io.RegisterTable;
import io.millrace.jobs.io.Sink;
import io.millrace.jobs.io.WriteFiles;
import io.millrace.jobs.io.WriteTable;
import io.millrace.transforms.AddDateColumns;
import io.millrace.transforms.AddOrigin;
import io.millrace.transforms.AddRowId;
import io.millrace.transforms.AddRunTime;
import io.millrace.transforms.Aggregate;
import io.millrace.transforms.ApplyMapping;
import io.millrace.transforms.Cast;
import io.millrace.transforms.CurrentState;
import io.millrace.transforms.Deduplicate;
import io.millrace.transforms.Derive;
import io.millrace.transforms.DetectPii;
import io.millrace.transforms.Drop;
import io.millrace.transforms.DropNullFields;
import io.millrace.transforms.Expect;
import io.millrace.transforms.ExpectUnique;
import io.millrace.transforms.Explode;
import io.millrace.transforms.FillNulls;
import io.millrace.transforms.Filter;
import io.millrace.transforms.FlattenRequest;
import io.millrace.transforms.FlattenStructs;
import io.millrace.transforms.FlattenTimestamp;
import io.millrace.transforms.Generalise;
import io.millrace.transforms.HashColumns;
import io.millrace.transforms.Join;
import io.millrace.transforms.LookupNetwork;
import io.millrace.transforms.MaskColumns;
import io.millrace.transforms.NetworkOnly;
import io.millrace.transforms.NormalizeDmsChanges;
import io.millrace.transforms.NormalizeText;
import io.millrace.transforms.Pad;
import io.millrace.transforms.ParseDelimited;
import io.millrace.transforms.ParseFixedWidth;
import io.millrace.transforms.ParseText;
import io.millrace.transforms.Prepared;
import io.millrace.transforms.Relationalize;
import io.millrace.transforms.Rename;
import io.millrace.transforms.ResolveChoice;
import io.millrace.transforms.Select;
import io.millrace.transforms.Source;
import io.millrace.transforms.Sql;
import io.millrace.transforms.TagColumns;
import io.millrace.transforms.Transform;
import io.millrace.transforms.UnpackLogEvents;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every source, step, sink and action that a job file may call by its short name. */
public final class Catalog {

  /** The list; a name in a job file leads to a class by reading it here. */
  public static final TypeNames NAMES = TypeNames.of(known());

  private Catalog() {}

  private static Map<Class<?>, List<Class<? extends Record>>> known() {
    Map<Class<?>, List<Class<? extends Record>>> known = new LinkedHashMap<>();
    known.put(Source.class, List.of(ReadFiles.class, ReadTable.class, Prepared.class));
    known.put(
        Transform.class,
        List.of(
            Select.class,
            Drop.class,
            Rename.class,
            Cast.class,
            ResolveChoice.class,
            Filter.class,
            Expect.class,
            ExpectUnique.class,
            FlattenRequest.class,
            FlattenTimestamp.class,
            ApplyMapping.class,
            Derive.class,
            FlattenStructs.class,
            Explode.class,
            Relationalize.class,
            FillNulls.class,
            DropNullFields.class,
            Pad.class,
            NormalizeText.class,
            ParseText.class,
            ParseDelimited.class,
            ParseFixedWidth.class,
            UnpackLogEvents.class,
            NormalizeDmsChanges.class,
            AddDateColumns.class,
            AddOrigin.class,
            AddRunTime.class,
            AddRowId.class,
            Deduplicate.class,
            CurrentState.class,
            Aggregate.class,
            TagColumns.class,
            DetectPii.class,
            HashColumns.class,
            MaskColumns.class,
            Generalise.class,
            NetworkOnly.class,
            Join.class,
            LookupNetwork.class,
            Sql.class));
    known.put(
        Sink.class,
        List.of(WriteFiles.class, WriteTable.class, MergeIntoFiles.class, MergeIntoTable.class));
    known.put(Action.class, List.of(MaintainTable.class, RegisterTable.class, InferTable.class));
    return known;
  }
}
