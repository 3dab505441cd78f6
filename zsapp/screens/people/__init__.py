"""The people page (人员): who this is, in which cases, likely doubles."""
