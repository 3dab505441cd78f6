"""`python -m zsapp`."""

import sys

from zsapp.app import main

sys.exit(main())
