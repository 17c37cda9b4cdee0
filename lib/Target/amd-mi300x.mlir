// AMD Instinct MI300X ("CDNA 3"). Rates are dense, at the peak engine clock.
#sheet = "AMD Instinct MI300X data sheet, 2023, https://www.amd.com/content/dam/amd/en/documents/instinct-tech-docs/data-sheets/amd-instinct-mi300x-data-sheet.pdf"
#paper = "AMD CDNA 3 Architecture white paper, 2023"
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "amd-mi300x" = #dlti.target_device_spec<
      "description" = "AMD Instinct MI300X, 304 compute units, 192 GB HBM3",
      "kind" = "gpu",
      "cores" = #dlti.map<"count" = 304, "source" = #sheet>,
      "clock" = #dlti.map<"hz" = 2.1e9, "source" = "AMD Instinct MI300X data sheet: peak engine clock">,
      "power" = #dlti.map<"watts" = 750, "source" = #sheet>,
      "rates" = #dlti.map<
        "vector" = #dlti.map<
          f64 = #dlti.map<"ops_per_second" = 81.7e12, "ops_per_cycle" = 128, "source" = #sheet>,
          f32 = #dlti.map<"ops_per_second" = 163.4e12, "ops_per_cycle" = 256, "source" = #sheet>>,
        "matrix" = #dlti.map<
          f64 = #dlti.map<"ops_per_second" = 163.4e12, "ops_per_cycle" = 256, "source" = #sheet>,
          f32 = #dlti.map<"ops_per_second" = 163.4e12, "ops_per_cycle" = 256, "source" = #sheet>,
          (tf32) -> f32 = #dlti.map<"ops_per_second" = 653.7e12, "ops_per_cycle" = 1024, "source" = #sheet>,
          (f16) -> f32 = #dlti.map<"ops_per_second" = 1307.4e12, "ops_per_cycle" = 2048, "source" = #sheet>,
          (bf16) -> f32 = #dlti.map<"ops_per_second" = 1307.4e12, "ops_per_cycle" = 2048, "source" = #sheet>,
          (f8E4M3FNUZ) -> f32 = #dlti.map<"ops_per_second" = 2614.9e12, "ops_per_cycle" = 4096, "source" = #sheet>,
          (f8E5M2FNUZ) -> f32 = #dlti.map<"ops_per_second" = 2614.9e12, "ops_per_cycle" = 4096, "source" = #sheet>,
          (i8) -> i32 = #dlti.map<"ops_per_second" = 2614.9e12, "ops_per_cycle" = 4096, "source" = #sheet>>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 32768, "line" = 128, "cores" = 1, "source" = #paper,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 64, "source" = "AMD, ROCm Compute Profiler documentation: 64 bytes in a cycle from the vector L1 of a compute unit">>,
        "L2" = #dlti.map<"bytes" = 4194304, "line" = 128, "ways" = 16, "cores" = 38, "source" = #paper,
          "bandwidth" = #dlti.map<"bytes_per_second" = 34.4e12, "source" = "AMD CDNA 3 white paper: 2048 bytes in a clock of each of 8 dies, at the peak engine clock">>,
        "Infinity Cache" = #dlti.map<"bytes" = 268435456, "line" = 64, "ways" = 16, "cores" = 304, "source" = #paper,
          "bandwidth" = #dlti.map<"bytes_per_second" = 17.2e12, "source" = #paper>>,
        "HBM" = #dlti.map<"bytes" = 192000000000, "cores" = 304, "source" = #sheet,
          "bandwidth" = #dlti.map<"bytes_per_second" = 5.3e12, "source" = #sheet>>>,
      "links" = #dlti.map<
        "infinity-fabric" = #dlti.map<"bytes_per_second" = 448.0e9, "source" = "AMD Instinct MI300X data sheet: 7 links of 128 GB/s in both directions">,
        "pcie" = #dlti.map<"bytes_per_second" = 64.0e9, "source" = "AMD Instinct MI300X data sheet: 128 GB/s of PCI Express 5.0 in both directions">>>>
} {}
