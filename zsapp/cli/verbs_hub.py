"""The verb of the hub (联网接收): its words. The hub's door is opened by `app.py`: doors are strangers."""

from pathlib import Path
from typing import Any

from zsapp.cli.terminal import Call

HUB = "hub"
"""What stands in the place of an errand in a call that is the hub's."""


def add_verbs(verbs: Any) -> None:
    """Declare the verb."""
    hub = verbs.group("hub", "联网接收：让下级工作站联网上送")
    serve = hub.add("serve", _nobody, "开设联网接收和司法局网页，一直运行到按 Ctrl+C")
    serve.set_defaults(run=HUB)
    serve.add_argument("--listen", required=True, metavar="HOST:PORT", help="在哪个地址和端口接收")
    serve.add_argument(
        "--database",
        default="",
        metavar="URL",
        help="sqlite:///文件 或 postgresql://…，不写则用上一次的，第一次用数据文件夹",
    )
    serve.add_argument(
        "--tls-cert", type=Path, metavar="FILE", help="网站证书（PEM）；不写则自己生成，由下级核对指纹"
    )
    serve.add_argument(
        "--backup", type=Path, metavar="DIR", help="每天自动备份到哪个文件夹，不写则用已选定的位置"
    )
    serve.add_argument("--tls-key", type=Path, metavar="FILE", help="网站证书的私钥（PEM）")


def _nobody(_call: Call) -> None:
    """Stand where every verb has its errand; the hub's is another door's."""
