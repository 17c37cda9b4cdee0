// AMD EPYC 9654 ("Genoa", Zen 4), one socket. Peaks are what the cores can issue in a cycle, times the clock.
#ark = "AMD EPYC 9654 product specifications, https://www.amd.com/en/products/processors/server/epyc/4th-generation-9004-and-8004-series/amd-epyc-9654.html"
#sog = "AMD, Software Optimization Guide for the AMD Zen 4 Microarchitecture, publication 57647, 2023"
#fma = "AMD publication 57647: two 256-bit FMA pipes in each core"
#dot = "AMD publication 57647: dot products on both 256-bit pipes; the same was measured by fpo-run --calibrate on a core of this family"
#mem = "AMD EPYC 9004 data sheet: 12 channels of DDR5-4800, 8 bytes each; 6 TB in a socket"
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "amd-epyc-9654" = #dlti.target_device_spec<
      "description" = "AMD EPYC 9654, 96 cores, Zen 4, AVX-512",
      "kind" = "cpu",
      "processor" = "znver4",
      "cores" = #dlti.map<"count" = 96, "source" = #ark>,
      "clock" = #dlti.map<"hz" = [2.4e9, 3.55e9], "hz_of_one_core" = [2.4e9, 3.7e9], "source" = "AMD EPYC 9654 product specifications: base, boost of all cores and maximum boost">,
      "power" = #dlti.map<"watts" = 360, "source" = #ark>,
      "rates" = #dlti.map<
        "scalar" = #dlti.map<
          f32 = #dlti.map<"ops_per_cycle" = 4, "source" = #fma>,
          f64 = #dlti.map<"ops_per_cycle" = 4, "source" = #fma>>,
        "vector" = #dlti.map<
          f32 = #dlti.map<"ops_per_cycle" = 32, "source" = #fma>,
          f64 = #dlti.map<"ops_per_cycle" = 16, "source" = #fma>,
          (bf16) -> f32 = #dlti.map<"ops_per_cycle" = 64, "source" = #dot>,
          (i8) -> i32 = #dlti.map<"ops_per_cycle" = 128, "source" = #dot>>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 32768, "line" = 64, "ways" = 8, "cores" = 1, "source" = #sog,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 64, "source" = "AMD publication 57647: 64 bytes loaded in a cycle">>,
        "L2" = #dlti.map<"bytes" = 1048576, "line" = 64, "ways" = 8, "cores" = 1, "source" = #sog,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 32, "source" = "AMD publication 57647: 32 bytes in a cycle from L2 to L1">>,
        "L3" = #dlti.map<"bytes" = 33554432, "line" = 64, "ways" = 16, "cores" = 8, "source" = #sog,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 32, "source" = "AMD publication 57647: 32 bytes in a cycle from L3 to each L2">>,
        "DRAM" = #dlti.map<"bytes" = 6597069766656, "cores" = 96, "source" = #mem,
          "bandwidth" = #dlti.map<"bytes_per_second" = 460.8e9, "source" = #mem>>>,
      "links" = #dlti.map<
        "pcie" = #dlti.map<"bytes_per_second" = 63.0e9, "source" = "PCI Express 5.0, 16 lanes of 32 GT/s, 128b/130b encoding">>>>
} {}
