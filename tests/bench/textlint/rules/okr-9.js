module.exports = require("../rule.js")(9);
