// AMD EPYC 7742 ("Rome", Zen 2), one socket. Peaks are what the cores can issue in a cycle, times the clock.
#ark = "AMD EPYC 7742 product specifications, https://www.amd.com/en/support/downloads/drivers.html/processors/epyc/epyc-7002-series/amd-epyc-7742.html"
#sog = "AMD, Software Optimization Guide for AMD EPYC 7002 Processors, publication 56305, 2020"
#fma = "AMD publication 56305: two 256-bit FMA pipes in each core"
#mem = "AMD EPYC 7002 data sheet: 8 channels of DDR4-3200, 8 bytes each; 4 TB in a socket"
module attributes {
  dlti.target_system_spec = #dlti.target_system_spec<
    "amd-epyc-7742" = #dlti.target_device_spec<
      "description" = "AMD EPYC 7742, 64 cores, Zen 2, AVX2",
      "kind" = "cpu",
      "processor" = "znver2",
      "cores" = #dlti.map<"count" = 64, "source" = #ark>,
      "clock" = #dlti.map<"hz" = [2.25e9, 3.4e9], "source" = "AMD EPYC 7742 product specifications: base and maximum boost">,
      "power" = #dlti.map<"watts" = 225, "source" = #ark>,
      "rates" = #dlti.map<
        "scalar" = #dlti.map<
          f32 = #dlti.map<"ops_per_cycle" = 4, "source" = #fma>,
          f64 = #dlti.map<"ops_per_cycle" = 4, "source" = #fma>>,
        "vector" = #dlti.map<
          f32 = #dlti.map<"ops_per_cycle" = 32, "source" = #fma>,
          f64 = #dlti.map<"ops_per_cycle" = 16, "source" = #fma>>>,
      "levels" = #dlti.map<
        "L1" = #dlti.map<"bytes" = 32768, "line" = 64, "ways" = 8, "cores" = 1, "source" = #sog,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 64, "source" = "AMD publication 56305: 64 bytes loaded in a cycle">>,
        "L2" = #dlti.map<"bytes" = 524288, "line" = 64, "ways" = 8, "cores" = 1, "source" = #sog,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 32, "source" = "AMD publication 56305: 32 bytes in a cycle from L2 to L1">>,
        "L3" = #dlti.map<"bytes" = 16777216, "line" = 64, "ways" = 16, "cores" = 4, "source" = #sog,
          "bandwidth" = #dlti.map<"bytes_per_cycle" = 32, "source" = "AMD publication 56305: 32 bytes in a cycle from L3 to each L2">>,
        "DRAM" = #dlti.map<"bytes" = 4398046511104, "cores" = 64, "source" = #mem,
          "bandwidth" = #dlti.map<"bytes_per_second" = 204.8e9, "source" = #mem>>>,
      "links" = #dlti.map<
        "pcie" = #dlti.map<"bytes_per_second" = 31.5e9, "source" = "PCI Express 4.0, 16 lanes of 16 GT/s, 128b/130b encoding">>>>
} {}
